/** The organisations of an area, as the consortium's definition founds them and every organisation ratifies. */
export interface Founding {
    /** Name of the area's chaincode: `energy`, `mobility`, `vehicle`, `district`. */
    readonly area: string;
    /** MSP ids of the member organisations, each with the roles it holds in this area. */
    readonly organisations: Readonly<Record<string, readonly string[]>>;
    /** MSP ids that share each private collection. */
    readonly collections: Readonly<Record<string, readonly string[]>>;
    /** How far a proposal's timestamp may be from an endorser's clock. The design's figure is 300. */
    readonly clockToleranceSeconds: number;
}

/** State of the founding: in force once every organisation that it names has ratified the same content. */
export interface ConsortiumRecord extends Founding {
    readonly ratifiedBy: readonly string[];
    readonly inForce: boolean;
}

/** The value of the certificate attribute `quartier.role` that lets a person act for the organisation. */
export const BACK_OFFICE = 'backoffice';
