/** A stream that the program writes text to. */
export interface TextSink {
    write(text: string): unknown;
    readonly isTTY?: boolean;
}

/** Where results and everything else go. */
export interface Streams {
    readonly stdout: TextSink;
    readonly stderr: TextSink;
}
