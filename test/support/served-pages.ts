import { runQuartier, type RunningProgram } from './programs.js';

/** The public pages as `quartier serve` shows them. */
export interface ServedPages {
    readonly url: string;
    readonly program: RunningProgram;
    /** Ends it by SIGTERM; its exit code. */
    stop(): Promise<number | null>;
}

/** Serves on a free port. */
export async function servePages(profile: string, ...options: readonly string[]): Promise<ServedPages> {
    const program = runQuartier(profile, 'serve', '--port', '0', ...options);
    const line = await program.line();
    if (line === undefined) throw new Error(`The pages are not served: ${program.errors()}`);
    const { url } = JSON.parse(line) as { readonly url: string };
    return { url, program, stop: async () => (await program.ended('SIGTERM')).code };
}
