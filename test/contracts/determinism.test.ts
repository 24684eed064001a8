import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

import { expect } from 'chai';
import ts from 'typescript';

const CHAINCODE = path.resolve(__dirname, '../../../chaincode');

interface Source {
    readonly name: string;
    readonly file: ts.SourceFile;
}

function sources(): readonly Source[] {
    return ['rules/src', 'contracts/src'].flatMap((folder) =>
        readdirSync(path.join(CHAINCODE, folder), { recursive: true, encoding: 'utf8' })
            .filter((name) => name.endsWith('.ts'))
            .map((name) => parse(path.join(folder, name), readFileSync(path.join(CHAINCODE, folder, name), 'utf8'))),
    );
}

function parse(name: string, text: string): Source {
    return { name, file: ts.createSourceFile(name, text, ts.ScriptTarget.Latest, true) };
}

function visit(node: ts.Node, see: (node: ts.Node) => void): void {
    see(node);
    ts.forEachChild(node, (child) => {
        visit(child, see);
    });
}

/** Properties and calls that would tell two peers apart: whose server it is, its clock, its locale, its environment. */
const DIFFERENT_ON_EVERY_PEER = /^(?:getMspID|random|localeCompare|toLocale\w*)$/u;
const DIFFERENT_GLOBALS = /^(?:Intl|process|performance|setTimeout|setInterval|Temporal)$/u;

function differences({ name, file }: Source): string[] {
    const found: string[] = [];
    visit(file, (node) => {
        if (!ts.isIdentifier(node)) return;
        const isMember = ts.isPropertyAccessExpression(node.parent) && node.parent.name === node;
        const differs = isMember
            ? DIFFERENT_ON_EVERY_PEER.test(node.text)
            : DIFFERENT_GLOBALS.test(node.text) || (node.text === 'Date' && !name.endsWith('transaction-time.ts'));
        if (differs) found.push(`${name}: ${node.text}`);
    });
    return found;
}

/** Names of what a module keeps at its top that can change: `let`, and collections that are written to inside a function. */
function moduleState({ name, file }: Source): string[] {
    const kept = new Set<string>();
    const found: string[] = [];
    for (const statement of file.statements) {
        if (!ts.isVariableStatement(statement)) continue;
        const isConst = (statement.declarationList.flags & ts.NodeFlags.Const) !== 0;
        for (const declaration of statement.declarationList.declarations) {
            const variable = declaration.name.getText();
            if (isConst) kept.add(variable);
            else found.push(`${name}: let ${variable}`);
        }
    }
    visit(file, (node) => {
        if (!isInsideFunction(node)) return;
        const changed = changedBy(node);
        if (changed !== undefined && kept.has(changed)) found.push(`${name}: ${changed} is changed`);
        if (ts.isPropertyDeclaration(node) && isStaticAndMutable(node))
            found.push(`${name}: static ${node.name.getText()}`);
    });
    return found;
}

const CHANGING_METHODS = /^(?:set|add|delete|clear|push|pop|shift|unshift|splice|sort|reverse|fill|copyWithin)$/u;

/** The variable that an expression changes by assigning to it, to a member of it, or by calling a method that does. */
function changedBy(node: ts.Node): string | undefined {
    if (ts.isBinaryExpression(node) && isAssignment(node.operatorToken.kind)) return rootOf(node.left);
    if (ts.isPostfixUnaryExpression(node) || ts.isPrefixUnaryExpression(node)) {
        const changes =
            node.operator === ts.SyntaxKind.PlusPlusToken || node.operator === ts.SyntaxKind.MinusMinusToken;
        return changes ? rootOf(node.operand) : undefined;
    }
    if (ts.isDeleteExpression(node)) return rootOf(node.expression);
    if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return undefined;
    const { name, expression } = node.expression;
    return CHANGING_METHODS.test(name.text) ? rootOf(expression) : undefined;
}

function isAssignment(kind: ts.SyntaxKind): boolean {
    return kind >= ts.SyntaxKind.FirstAssignment && kind <= ts.SyntaxKind.LastAssignment;
}

function rootOf(node: ts.Node): string | undefined {
    if (ts.isIdentifier(node)) return node.text;
    if (ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node)) return rootOf(node.expression);
    return undefined;
}

function isInsideFunction(node: ts.Node): boolean {
    return ts.findAncestor(node, (ancestor) => ts.isFunctionLike(ancestor) || ts.isClassLike(ancestor)) !== undefined;
}

function isStaticAndMutable(node: ts.PropertyDeclaration): boolean {
    const kinds = node.modifiers?.map(({ kind }) => kind) ?? [];
    return kinds.includes(ts.SyntaxKind.StaticKeyword) && !kinds.includes(ts.SyntaxKind.ReadonlyKeyword);
}

describe('chaincode', () => {
    it('reads nothing that differs from one peer to another: getMspID(), a clock, randomness, locale, environment', () => {
        const all = sources();
        expect(all).to.have.length.above(50);
        expect(all.flatMap(differences)).to.deep.equal([]);
    });

    it('keeps no module-level state, for one server may serve several organisations', () => {
        expect(sources().flatMap(moduleState)).to.deep.equal([]);
    });

    it('that did either would be found', () => {
        const bad = `
            let last = 0;
            const seen = new Map<string, number>();
            const table: number[] = [];
            const counts: Record<string, number> = {};
            class Kept { static current = 0; }
            export function f(ctx: Context): void {
                seen.set('a', 1); table[0] = 1; counts['a']++; delete counts['a'];
                const local = new Map<string, number>(); local.set('b', 1);
                ctx.stub.getMspID(); Date.now(); Math.random(); 'a'.localeCompare('b'); process.env;
            }`;
        const source = parse('bad.ts', bad);
        expect(moduleState(source)).to.deep.equal([
            'bad.ts: let last',
            'bad.ts: static current',
            'bad.ts: seen is changed',
            'bad.ts: table is changed',
            'bad.ts: counts is changed',
            'bad.ts: counts is changed',
        ]);
        expect(differences(source)).to.deep.equal([
            'bad.ts: getMspID',
            'bad.ts: Date',
            'bad.ts: random',
            'bad.ts: localeCompare',
            'bad.ts: process',
        ]);
    });
});
