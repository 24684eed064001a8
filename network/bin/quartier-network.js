#!/usr/bin/env node
'use strict';
// The programs run on the Node release that the workspace installs: when the machine's own is older,
// this launcher starts itself again on that one, passing signals and the exit code through.
const { spawn } = require('node:child_process');
const { existsSync } = require('node:fs');
const { dirname, join } = require('node:path');

const OLDEST_NODE = 22;
const LAUNCHED = 'QUARTIER_LAUNCHED';
const program = join(__dirname, '../dist/cli/main.js');

function workspaceNode() {
    try {
        return join(dirname(require.resolve('node/package.json')), 'bin', 'node');
    } catch {
        return undefined;
    }
}

if (!existsSync(program)) {
    process.stderr.write('Not built yet: run "npm run build" first.\n');
    process.exit(2);
}
const node = workspaceNode();
if (Number(process.versions.node.split('.')[0]) >= OLDEST_NODE || node === undefined || !existsSync(node)) {
    if (process.env[LAUNCHED] !== undefined) endWithLauncher();
    require(program);
} else {
    const child = spawn(node, [__filename, ...process.argv.slice(2)], {
        stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
        env: { ...process.env, [LAUNCHED]: '1' },
    });
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
    child.on('exit', (code, signal) => {
        if (signal === null) process.exit(code ?? 1);
        process.removeAllListeners(signal);
        process.kill(process.pid, signal);
    });
}

// A launcher that is killed cannot pass that on: the program sees the channel between them close, and ends as abruptly.
function endWithLauncher() {
    delete process.env[LAUNCHED];
    process.once('disconnect', () => process.kill(process.pid, 'SIGKILL'));
    process.channel?.unref();
}
