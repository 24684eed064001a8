/**
 * Who supplied whom in a step: every consumer receives from every producer in proportion to what the producer shared.
 * Exact shares are rounded down; what is left of the rows and of the columns is matched from the north-west corner, in
 * UTF-8 order of the ids, so the sums of both are exact.
 */
// From its own file: through an index, whose exports are getters, the inner loop takes four times as long.
import { mulDivFloor } from '../units/apportionment.js';
import { invariant } from '../wire/index.js';
import type { StepAllocation } from './allocation.js';

/**
 * Adds one step to a running matrix, which has the energy from producer `p` to consumer `c` at `c * producers + p`. Running,
 * because a day adds up a matrix of every consumer and producer for each of its steps.
 */
export function addSuppliesOfStep(matrix: Float64Array, allocation: StepAllocation): void {
    const { selfConsumedWh, sharedWh, totalWh } = allocation;
    if (totalWh === 0) return;
    const producers = sharedWh.length;
    const rowsLeft = new Float64Array(selfConsumedWh.length);
    const columnsLeft = Float64Array.from(sharedWh);
    for (let consumer = 0; consumer < selfConsumedWh.length; consumer += 1) {
        const received = selfConsumedWh[consumer] ?? 0;
        if (received === 0) continue;
        let left = received;
        for (let producer = 0; producer < producers; producer += 1) {
            const supplied = mulDivFloor(received, sharedWh[producer] ?? 0, totalWh);
            matrix[consumer * producers + producer] = (matrix[consumer * producers + producer] ?? 0) + supplied;
            columnsLeft[producer] = (columnsLeft[producer] ?? 0) - supplied;
            left -= supplied;
        }
        rowsLeft[consumer] = left;
    }
    addResidues(matrix, rowsLeft, columnsLeft);
}

function addResidues(matrix: Float64Array, rowsLeft: Float64Array, columnsLeft: Float64Array): void {
    let consumer = 0;
    let producer = 0;
    while (consumer < rowsLeft.length && producer < columnsLeft.length) {
        const row = rowsLeft[consumer] ?? 0;
        const column = columnsLeft[producer] ?? 0;
        const supplied = Math.min(row, column);
        const cell = consumer * columnsLeft.length + producer;
        if (supplied > 0) matrix[cell] = (matrix[cell] ?? 0) + supplied;
        rowsLeft[consumer] = row - supplied;
        columnsLeft[producer] = column - supplied;
        if (row === supplied) consumer += 1;
        else producer += 1;
    }
    invariant(
        rowsLeft.every((left) => left === 0) && columnsLeft.every((left) => left === 0),
        'residues of consumers and producers are equal',
    );
}
