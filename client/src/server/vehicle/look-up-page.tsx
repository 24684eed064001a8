import type { VNode } from 'preact';

import { Page } from '../page.js';
import type { Visit } from '../visit.js';

import type { LookUpFault, LookUpForm } from './look-up.js';
import { navigationOf } from './passport-page.js';
import { vehicleWords, type VehicleWords } from './words/index.js';

export interface LookUpPageProps {
    readonly visit: Visit;
    readonly form: LookUpForm;
    /** Why the number leads nowhere. */
    readonly problem?: LookUpFault | { readonly fault: 'unknown' };
}

/** The form posts, so that no number of a vehicle stands in an address or a log. */
export function LookUpPage({ visit, form, problem }: LookUpPageProps): VNode {
    const words = vehicleWords[visit.language];
    const { lookUp } = words;
    return (
        <Page visit={visit} title={lookUp.title} navigation={navigationOf(visit)}>
            <header class="title">
                <h1>{lookUp.title}</h1>
                <p class="lead">{lookUp.lead}</p>
            </header>
            <div class="look-up-page">
                <form class="look-up" method="post" action={visit.href('/vehicle')}>
                    {problem && (
                        <div class="problem" role="alert" id="problem">
                            {problem.fault !== 'unknown' && <strong>{lookUp.error}</strong>}
                            <p>{problemText(problem, words)}</p>
                        </div>
                    )}
                    <fieldset>
                        <legend>{lookUp.byVin}</legend>
                        <label for="vin">{lookUp.vin}</label>
                        <input
                            id="vin"
                            name="vin"
                            value={form.vin}
                            maxLength={30}
                            autocomplete="off"
                            autocapitalize="characters"
                            spellcheck={false}
                            aria-describedby={problem ? 'vin-hint problem' : 'vin-hint'}
                            {...(problem?.fault === 'vin' && { 'aria-invalid': true })}
                        />
                        <p class="hint" id="vin-hint">
                            {lookUp.vinHint}
                        </p>
                    </fieldset>
                    <fieldset>
                        <legend>{lookUp.bySerial}</legend>
                        <p class="hint">{lookUp.serialLead}</p>
                        <div class="pair">
                            <Field name="manufacturer" label={lookUp.manufacturer} value={form.manufacturer} />
                            <Field name="serial" label={lookUp.serial} value={form.serial} />
                        </div>
                    </fieldset>
                    <button class="button" type="submit">
                        {lookUp.submit}
                    </button>
                </form>
                <Shown words={words} />
            </div>
        </Page>
    );
}

function Field({ name, label, value }: Readonly<Record<'name' | 'label' | 'value', string>>): VNode {
    return (
        <div>
            <label for={name}>{label}</label>
            <input id={name} name={name} value={value} maxLength={64} autocomplete="off" spellcheck={false} />
        </div>
    );
}

function Shown({ words: { lookUp } }: { readonly words: VehicleWords }): VNode {
    return (
        <aside>
            <h2>{lookUp.shows}</h2>
            <ul>
                {lookUp.shown.map((text) => (
                    <li key={text}>{text}</li>
                ))}
            </ul>
            <p>{lookUp.privacy}</p>
        </aside>
    );
}

function problemText(problem: NonNullable<LookUpPageProps['problem']>, { lookUp }: VehicleWords): string {
    if (problem.fault === 'vin') return lookUp.faults[problem.rule](String(problem.length));
    return problem.fault === 'missing' ? lookUp.missing : lookUp.unknown;
}
