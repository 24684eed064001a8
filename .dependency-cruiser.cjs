/** The import rules: imports flow one way, and an area never imports another. */
const AREAS = 'energy|mobility|vehicle|district';
const rule = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });

module.exports = {
    forbidden: [
        rule('no-circular', 'A cycle has no first room.', {}, { circular: true }),
        rule(
            'rules-import-nothing',
            'Rules are pure: no package, no built-in module, no other workspace.',
            { path: '^chaincode/rules/src' },
            { pathNot: '^chaincode/rules/src' },
        ),
        rule(
            'contracts-import-rules',
            'Contracts stand on the contract API, the shim, the rules and node:crypto, which hashes.',
            { path: '^chaincode/contracts/src' },
            {
                pathNot:
                    '^(chaincode/(contracts|rules)/|node_modules/fabric-(contract-api|shim|shim-api)/|(node:)?crypto$)',
            },
        ),
        rule(
            'client-imports-rules',
            'The client never imports contracts or the network.',
            { path: '^client/src' },
            { path: '^(chaincode/contracts|network|test)/' },
        ),
        rule(
            'network-imports-neither',
            'The network runs the chaincode it is given.',
            { path: '^network/src' },
            { path: '^(chaincode|client|test)/' },
        ),
        rule(
            'areas-are-apart',
            'Inside a package an area never imports another area.',
            { path: `^((?:chaincode/)?[^/]+(?:/src)?)/(${AREAS})/` },
            { path: `^$1/(${AREAS})/`, pathNot: '^$1/$2/' },
        ),
        rule(
            'ledger-knows-no-business',
            'ledger/ and gateway/ know no business word.',
            { path: '/src/(ledger|gateway)/' },
            { path: `/src/(${AREAS}|accounts)/`, pathNot: '^chaincode/rules/' },
        ),
        rule(
            'areas-know-no-pages',
            'Pages show areas; an area never imports what shows it.',
            { path: `^client/src/(${AREAS}|gateway|consortium|files)/` },
            { path: '^client/src/server/' },
        ),
        rule(
            'endorser-stands-alone',
            'In the embedded network the endorser serves the gateway and knows neither it nor the discovery.',
            { path: '^network/src/devnet/endorser/' },
            { path: '^network/src/devnet/(gateway|discovery)/' },
        ),
        rule(
            'discovery-asks-the-gateway',
            'The discovery tells what the gateway plans; the gateway knows nothing of it.',
            { path: '^network/src/devnet/gateway/' },
            { path: '^network/src/devnet/discovery/' },
        ),
        rule(
            'nothing-imports-tests',
            'Tests may import all; nothing imports them.',
            { pathNot: '^test/' },
            { path: '^test/' },
        ),
    ],
    options: {
        doNotFollow: { path: ['node_modules', 'dist'] },
        exclude: { path: ['/dist/', '^test/support/chaincode-samples'] },
        tsConfig: { fileName: 'tsconfig.base.json' },
        tsPreCompilationDeps: true,
        enhancedResolveOptions: {
            exportsFields: ['exports'],
            conditionNames: ['require', 'node', 'default'],
            extensions: ['.ts', '.tsx', '.js', '.json'],
        },
    },
};
