/** A stream that a program writes text to. */
export interface TextSink {
    write(text: string): unknown;
    readonly isTTY?: boolean;
}

/** Where a command says what it found: results on one stream, all else on the other. */
export interface Output {
    readonly json: boolean;
    readonly language: 'en' | 'fr';
    /** The result: the value with --json, the text that a person reads without. */
    result(value: object, text: () => string): void;
    /** A refusal or a warning that a person reads. Not shown with --json, where the result carries it. */
    notice(text: string): void;
    /** What is going on; shown on a terminal only, each in the place of the one before. */
    progress(text: string): void;
}

export interface OutputOptions {
    readonly stdout: TextSink;
    readonly stderr: TextSink;
    readonly json: boolean;
    readonly language: 'en' | 'fr';
}

export function newOutput({ stdout, stderr, json, language }: OutputOptions): Output {
    let shown = false;
    function clear(): void {
        if (shown) stderr.write('\r\u001b[2K');
        shown = false;
    }
    return {
        json,
        language,
        result: (value, text) => {
            clear();
            stdout.write(json ? `${JSON.stringify(value)}\n` : ensureNewline(text()));
        },
        notice: (text) => {
            clear();
            if (!json) stderr.write(ensureNewline(text));
        },
        progress: (text) => {
            if (stderr.isTTY !== true) return;
            clear();
            stderr.write(text);
            shown = true;
        },
    };
}

function ensureNewline(text: string): string {
    return text === '' || text.endsWith('\n') ? text : `${text}\n`;
}
