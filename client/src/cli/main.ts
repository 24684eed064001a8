import { runProgram } from './program.js';

/** A reader that closes the pipe, such as `head`, has seen enough. */
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    process.exit();
});

void runProgram(process.argv.slice(2), {
    stdout: process.stdout,
    stderr: process.stderr,
    environment: process.env,
}).then((exitCode) => {
    // A connection attempt that was given up may still hold a socket: end once all is written.
    process.stdout.write('', () => process.stderr.write('', () => process.exit(exitCode)));
});
