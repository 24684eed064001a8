import type {
    AccidentStage,
    EventContent,
    JudgementFlagKind,
    JudgementOutcome,
    JudgementParameters,
    JudgementReason,
    PassportRecord,
    PassportState,
    PublicEvent,
    ReadingUnit,
    VehicleCategory,
    VehicleEnergy,
    VinRule,
} from '@quartier/rules/vehicle';

type Of<Key extends string, Value = string> = Readonly<Record<Key, Value>>;

/** All that the pages of vehicles say, in one language. Numbers and days come written out already. */
export interface VehicleWords {
    readonly pages: Of<'lookUp' | 'judgement' | 'quality'>;
    readonly lookUp: LookUpWords;
    readonly outcomes: Of<JudgementOutcome>;
    readonly verdicts: Of<JudgementOutcome>;
    readonly reasons: Of<JudgementReason>;
    readonly rdw: (code: string) => string;
    readonly pair: (pair: PairTold) => string;
    readonly eventNumber: (number: string) => string;
    readonly distance: string;
    readonly lastReading: string;
    readonly readings: string;
    readonly flagsTitle: string;
    readonly flags: Of<JudgementFlagKind>;
    readonly states: Of<PassportState>;
    readonly alerts: AlertWords;
    readonly facts: FactWords;
    readonly categories: Of<VehicleCategory>;
    readonly energies: Of<VehicleEnergy>;
    readonly mileage: MileageWords;
    readonly due: DueWords;
    readonly history: HistoryWords;
    readonly kinds: Of<EventContent['kind']>;
    /** Terms of events, as the ledger writes them; one that is not here is told as it is. */
    readonly terms: Readonly<Record<string, string>>;
    readonly standing: StandingWords;
    readonly actions: Of<'certificate' | 'json' | 'credential' | 'print' | 'passport'>;
    readonly scanned: ScannedWords;
    readonly certificate: Of<
        'title' | 'number' | 'issued' | 'issuedBy' | 'vin' | 'vinHint' | 'check' | 'checkText' | 'scanTitle' | 'lasts'
    >;
    readonly quality: QualityWords;
    readonly rule: RuleWords;
}

/** Two readings that do not go together. */
export type PairTold = Of<'earlier' | 'later' | 'earlierBy' | 'laterBy' | 'earlierDay' | 'laterDay' | 'lost'>;

interface LookUpWords extends Of<
    | 'title'
    | 'lead'
    | 'byVin'
    | 'vin'
    | 'vinHint'
    | 'bySerial'
    | 'serialLead'
    | 'manufacturer'
    | 'serial'
    | 'submit'
    | 'shows'
    | 'privacy'
    | 'unknown'
    | 'missing'
    | 'error'
> {
    readonly shown: readonly string[];
    readonly faults: Of<VinRule, (length: string) => string>;
}

interface AlertWords extends Of<Exclude<PassportState, 'in-use'> | 'clone' | 'transfer'> {
    readonly accident: Of<AccidentStage>;
    readonly recalls: (count: number) => string;
    readonly pledges: (count: number) => string;
}

interface FactWords extends Of<
    | 'title'
    | 'state'
    | 'category'
    | 'energy'
    | 'produced'
    | 'firstRegistration'
    | 'purchased'
    | 'battery'
    | 'holders'
    | 'inspection'
    | 'origin'
> {
    readonly registeredFirst: (day: string) => string;
    readonly inspectionText: (result: string, day: string) => string;
    readonly origins: Of<PassportRecord['origin'], (by: string, day: string) => string>;
    readonly recall: (campaign: string, maker: string) => string;
}

interface MileageWords extends Of<
    'title' | 'legend' | 'offending' | 'flagged' | 'corrected' | 'restart' | 'table' | 'none'
> {
    readonly description: (readings: string, verdict: string) => string;
    readonly unitSwitch: Of<ReadingUnit>;
    readonly columns: Of<'number' | 'day' | 'reading' | 'by' | 'occasion' | 'standing'>;
    readonly standings: {
        readonly counts: string;
        readonly stands: string;
        readonly attests: string;
        readonly offends: (others: string) => string;
        readonly corrected: (by: string) => string;
    };
    readonly before: (figure: string) => string;
}

interface DueWords extends Of<'title' | 'none' | 'inspection' | 'or' | 'overdue'> {
    readonly work: (work: string) => string;
    readonly by: (day: string) => string;
    readonly at: (distance: string) => string;
}

interface HistoryWords
    extends
        Of<'title' | 'all' | 'evidence' | 'noEvidence' | 'unreadable' | 'noOdometer'>,
        Of<
            | 'caption'
            | 'recordedOn'
            | 'correctedBy'
            | 'voidedBy'
            | 'corrects'
            | 'confirms'
            | 'attests'
            | 'happenedOn'
            | 'nextDue'
            | 'validUntil'
            | 'defects',
            (text: string) => string
        > {
    readonly captionPart: (shown: string, count: string) => string;
    readonly columns: Of<'number' | 'day' | 'what' | 'reading' | 'by' | 'evidence'>;
    readonly standings: Of<NonNullable<PublicEvent['standing']>>;
}

interface StandingWords extends Of<
    | 'title'
    | 'text'
    | 'passport'
    | 'transaction'
    | 'block'
    | 'blockHash'
    | 'channel'
    | 'link'
    | 'broken'
    | 'registration'
> {
    readonly verified: (count: string) => string;
}

interface ScannedWords extends Of<'title' | 'unknown'> {
    readonly current: (number: string) => string;
    readonly earlier: (number: string, since: number) => string;
}

interface QualityWords extends Of<'title' | 'lead' | 'none' | 'previous' | 'next' | 'explained'> {
    readonly caption: (month: string) => string;
    readonly columns: Of<'organisation' | 'readings' | 'discrepancies' | 'rate' | 'corrections' | 'drops'>;
}

interface RuleWords extends Of<'title' | 'lead' | 'parameters' | 'defaults' | 'sources' | 'outcomes'> {
    readonly steps: readonly string[];
    readonly decided: (decision: string, day: string) => string;
    readonly names: Of<Exclude<keyof JudgementParameters, 'maxMetres'> | keyof JudgementParameters['maxMetres']>;
    readonly days: (count: number) => string;
    readonly columns: Of<'reason' | 'outcome' | 'code' | 'value' | 'name'>;
}
