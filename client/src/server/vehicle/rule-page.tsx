import { outcomeOf, rdwCodes, type JudgementParameters, type JudgementReason } from '@quartier/rules/vehicle';
import type { VNode } from 'preact';

import { Page } from '../page.js';

import type { RuleInForce } from './judgement-rule.js';
import { navigationOf } from './passport-page.js';
import type { Telling } from './telling.js';

export interface RulePageProps {
    readonly rule: RuleInForce;
    readonly telling: Telling;
}

/** The public rule, with the parameters in force. */
export function RulePage({ rule, telling }: RulePageProps): VNode {
    const { words, visit } = telling;
    const { rule: told } = words;
    const { decided } = rule;
    return (
        <Page visit={visit} title={told.title} navigation={navigationOf(visit)}>
            <header class="title">
                <h1>{told.title}</h1>
                <p class="lead">{told.lead}</p>
            </header>
            <section>
                <ol class="steps">
                    {told.steps.map((step) => (
                        <li key={step}>{step}</li>
                    ))}
                </ol>
            </section>
            <section aria-labelledby="parameters">
                <h2 id="parameters">{told.parameters}</h2>
                <p>{decided ? told.decided(decided.decision, visit.formats.day(decided.from)) : told.defaults}</p>
                <div class="scroll" tabIndex={0} role="group" aria-label={told.parameters}>
                    <table>
                        <caption class="visually-hidden">{told.parameters}</caption>
                        <thead>
                            <tr>
                                <th scope="col">{told.columns.name}</th>
                                <th scope="col" class="figure">
                                    {told.columns.value}
                                </th>
                            </tr>
                        </thead>
                        <tbody>
                            {parameterRows(rule.parameters, telling).map(([name, value]) => (
                                <tr key={name}>
                                    <th scope="row">{name}</th>
                                    <td class="figure">{value}</td>
                                </tr>
                            ))}
                        </tbody>
                    </table>
                </div>
            </section>
            <Outcomes telling={telling} />
            <p class="source">{told.sources}</p>
        </Page>
    );
}

function parameterRows(
    parameters: JudgementParameters,
    { words, visit, distance }: Telling,
): readonly (readonly [string, string])[] {
    const { names, days } = words.rule;
    const { maxMetres, spikePpm } = parameters;
    const categories = parameters.categoriesNotJudged.map((category) => words.categories[category]);
    return [
        [names.toleranceM, distance(parameters.toleranceM)],
        [names.day, distance(maxMetres.day)],
        [names.week, distance(maxMetres.week)],
        [names.month, distance(maxMetres.month)],
        [names.quarter, distance(maxMetres.quarter)],
        [names.year, distance(maxMetres.year)],
        [names.spikePpm, `${visit.formats.number(spikePpm / 10_000)}\u00a0%`],
        [names.spikeM, distance(parameters.spikeM)],
        [names.retestDays, days(parameters.retestDays)],
        [names.countedFrom, visit.formats.day(parameters.countedFrom)],
        [names.categoriesNotJudged, categories.length === 0 ? '–' : visit.formats.list(categories)],
        [names.twoPlacesM, distance(parameters.twoPlacesM)],
        [names.correctionDays, days(parameters.correctionDays)],
    ];
}

function Outcomes({ telling: { words } }: { readonly telling: Telling }): VNode {
    const { outcomes, columns } = words.rule;
    return (
        <section aria-labelledby="outcomes">
            <h2 id="outcomes">{outcomes}</h2>
            <div class="scroll" tabIndex={0} role="group" aria-label={outcomes}>
                <table>
                    <caption class="visually-hidden">{outcomes}</caption>
                    <thead>
                        <tr>
                            <th scope="col">{columns.outcome}</th>
                            <th scope="col">{columns.reason}</th>
                            <th scope="col">{columns.code}</th>
                        </tr>
                    </thead>
                    <tbody>
                        {(Object.keys(rdwCodes) as readonly JudgementReason[]).map((reason) => (
                            <tr key={reason}>
                                <td>{words.outcomes[outcomeOf(reason)]}</td>
                                <td>{words.reasons[reason]}</td>
                                <td>{rdwCodes[reason]}</td>
                            </tr>
                        ))}
                    </tbody>
                </table>
            </div>
        </section>
    );
}
