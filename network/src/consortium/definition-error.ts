/** A file or folder does not describe what it should, a consortium for one. Each problem names its place, the rule and what to do. */
export class DefinitionError extends Error {
    constructor(
        readonly file: string,
        readonly problems: readonly string[],
        readonly what = 'a consortium',
    ) {
        super(`${file} does not describe ${what}:\n${problems.map((problem) => `  ${problem}`).join('\n')}`);
        this.name = DefinitionError.name;
    }
}
