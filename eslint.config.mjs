import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';

/** What would make two peers differ: clocks, randomness, locale, environment. */
const nonDeterministic = {
    globals: ['Date', 'Intl', 'process', 'performance', 'crypto', 'fetch', 'setTimeout', 'setInterval', 'Temporal'],
    properties: [
        { object: 'Math', property: 'random' },
        { property: 'toLocaleString' },
        { property: 'toLocaleUpperCase' },
        { property: 'toLocaleLowerCase' },
        { property: 'localeCompare' },
        { property: 'getQueryResult', message: 'Rich queries are not protected against phantoms.' },
        { property: 'getQueryResultWithPagination', message: 'Rich queries are not protected against phantoms.' },
        { property: 'getMspID', message: 'One server may serve several organisations.' },
    ],
    imports: [
        'node:fs',
        'node:os',
        'node:process',
        'node:timers',
        'node:perf_hooks',
        'node:child_process',
        'node:net',
        'node:http',
    ],
};

export default defineConfig(
    { ignores: ['**/dist/', '**/node_modules/', '.quartier/'] },
    {
        files: ['**/*.{ts,tsx}'],
        extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
        languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
        rules: {
            complexity: ['error', 12],
            'max-lines': ['error', { max: 400, skipBlankLines: true, skipComments: true }],
            'max-lines-per-function': ['error', { max: 70, skipBlankLines: true, skipComments: true }],
            eqeqeq: 'error',
            'no-console': 'error',
            '@typescript-eslint/explicit-function-return-type': ['error', { allowExpressions: true }],
            '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
            '@typescript-eslint/switch-exhaustiveness-check': 'error',
            '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
            '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
        },
    },
    {
        files: ['chaincode/**/*.ts'],
        rules: {
            'no-restricted-globals': ['error', ...nonDeterministic.globals],
            'no-restricted-properties': ['error', ...nonDeterministic.properties],
            'no-restricted-imports': ['error', { paths: nonDeterministic.imports }],
        },
    },
    {
        // The one function of the chaincode that looks at a clock.
        files: ['chaincode/contracts/src/ledger/transaction-time.ts'],
        rules: { 'no-restricted-globals': ['error', ...nonDeterministic.globals.filter((name) => name !== 'Date')] },
    },
    {
        // The contract API finds parameters by their decorated class, so its imports must be values.
        files: ['chaincode/contracts/**/*-contract.ts'],
        rules: { '@typescript-eslint/consistent-type-imports': 'off' },
    },
    {
        files: ['test/**/*.ts'],
        rules: {
            '@typescript-eslint/no-unused-expressions': 'off',
            '@typescript-eslint/no-non-null-assertion': 'off',
            'max-lines-per-function': 'off',
            complexity: 'off',
        },
    },
);
