import { runProgram } from './program.js';

/** A reader that closes the pipe, such as `head`, has seen enough. */
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    process.exit();
});

void runProgram(process.argv.slice(2), { stdout: process.stdout, stderr: process.stderr }).then((exitCode) => {
    process.exitCode = exitCode;
});
