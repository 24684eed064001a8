import { runProgram } from './program.js';

void runProgram(process.argv.slice(2), { stdout: process.stdout, stderr: process.stderr }).then((exitCode) => {
    process.exitCode = exitCode;
});
