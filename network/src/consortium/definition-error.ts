/** The definition does not describe a consortium. Each problem names its place, the rule and what to do. */
export class DefinitionError extends Error {
    constructor(
        readonly file: string,
        readonly problems: readonly string[],
    ) {
        super(`${file} does not describe a consortium:\n${problems.map((problem) => `  ${problem}`).join('\n')}`);
        this.name = DefinitionError.name;
    }
}
