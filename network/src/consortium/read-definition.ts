import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { parseDocument } from 'yaml';
import { readChannels } from './channels.js';
import type { Consortium } from './definition.js';
import { DefinitionError } from './definition-error.js';
import { names } from './names.js';
import { readOrderer } from './ordering.js';
import { readOrganisations } from './organisations.js';
import { expectMembers, member, type Place, text } from './place.js';

/**
 * Reads a consortium's definition from a YAML file. Its relative paths start from the file's folder.
 * @throws {DefinitionError} that names every problem by its path, such as `channels.energy.chaincodes.energy.policy`
 */
export function readConsortium(file: string): Consortium {
    const path = resolve(file);
    const place: Place = { path: '', value: readYaml(path), problems: [] };
    expectMembers(place, ['name', 'orderer', 'organisations', 'channels']);
    const organisations = readOrganisations(member(place, 'organisations'));
    const name = text(member(place, 'name'), names.domain);
    const orderer = readOrderer(member(place, 'orderer'), name);
    const consortium = {
        name,
        ...(orderer && { orderer }),
        organisations,
        channels: readChannels(member(place, 'channels'), organisations, dirname(path)),
    };
    if (place.problems.length > 0) throw new DefinitionError(path, place.problems);
    return consortium;
}

function readYaml(path: string): unknown {
    const document = parseDocument(readText(path));
    if (document.errors.length === 0) return document.toJS() as unknown;
    throw new DefinitionError(
        path,
        document.errors.map((error) => error.message),
    );
}

function readText(path: string): string {
    try {
        return readFileSync(path, 'utf8');
    } catch (error) {
        throw new DefinitionError(path, [error instanceof Error ? error.message : String(error)]);
    }
}
