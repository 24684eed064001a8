import { expect } from 'chai';
import { type ProbeNetwork, startProbeNetwork } from '../../support/probe-network.js';

describe('the operations service', () => {
    let network: ProbeNetwork;
    const lines: string[] = [];

    before(async () => {
        network = await startProbeNetwork({ log: (line) => lines.push(line) });
        const { contract } = network.client('alpha');
        await contract.submitTransaction('put', 'a', '1');
        await contract
            .submit('put', { arguments: ['b', '1'], endorsingOrganizations: ['AlphaMSP'] })
            .catch(() => undefined);
        await contract.evaluateTransaction('fail', 'as asked').catch(() => undefined);
        await network
            .client('alpha', { as: 'beta', mspId: 'AlphaMSP' })
            .contract.evaluateTransaction('noop')
            .catch(() => undefined);
        const blocks = await network.client('beta').network.getBlockEvents({ startBlock: 0n });
        for await (const block of blocks) if (block.getHeader()?.getNumber() === 1) break;
        blocks.close();
    });

    after(() => network.close());

    const url = (): string => `http://127.0.0.1:${String(network.devnet.operationsPort)}`;
    const ask = (path: string, method = 'GET'): Promise<Response> => fetch(`${url()}${path}`, { method });

    it('tells its health as a peer does', async () => {
        const response = await ask('/healthz');
        expect(response.status).to.equal(200);
        expect(response.headers.get('content-type')).to.equal('application/json');
        const health = (await response.json()) as { readonly status: string; readonly time: string };
        expect(Object.keys(health)).to.deep.equal(['status', 'time']);
        expect(health.status).to.equal('OK');
        expect(Math.abs(Date.now() - Date.parse(health.time))).to.be.lessThan(60_000);
        expect((await ask('/healthz', 'POST')).status).to.equal(405);
    });

    it('tells its version', async () => {
        expect(await (await ask('/version')).json())
            .to.have.property('Version')
            .that.matches(/^\d+\.\d+\.\d+/);
        const refused = await ask('/version', 'POST');
        expect(refused.status).to.equal(400);
        expect(await refused.json()).to.deep.equal({ Error: 'invalid request method: POST' });
        expect((await ask('/other')).status).to.equal(404);
    });

    it('counts under the names of a Fabric peer', async () => {
        const metrics = await samples();
        const probe = (more: string): string => `channel="main",chaincode="probe",${more}`;
        expect(metrics.get('ledger_blockchain_height{channel="main"}')).to.equal(3);
        const committed = 'channel="main",transaction_type="ENDORSER_TRANSACTION",chaincode="probe:1.0"';
        expect(metrics.get(`ledger_transaction_count{${committed},validation_code="VALID"}`)).to.equal(1);
        const unknown = 'channel="main",transaction_type="unknown",chaincode="unknown"';
        expect(
            metrics.get(`ledger_transaction_count{${unknown},validation_code="ENDORSEMENT_POLICY_FAILURE"}`),
        ).to.equal(1);
        expect(metrics.get('ledger_block_processing_time_count{channel="main"}')).to.equal(2);
        expect(metrics.get('endorser_proposals_received')).to.equal(5);
        expect(metrics.get('endorser_successful_proposals')).to.equal(3);
        expect(metrics.get('endorser_proposal_validation_failures')).to.equal(1);
        expect(metrics.get(`endorser_endorsement_failures{${probe('chaincodeerror="true"')}}`)).to.equal(1);
        expect(metrics.get(`endorser_proposal_duration_count{${probe('success="true"')}}`)).to.equal(3);
        expect(
            metrics.get('broadcast_processed_count{channel="main",type="ENDORSER_TRANSACTION",status="SUCCESS"}'),
        ).to.equal(2);
        expect(metrics.get('deliver_blocks_sent{channel="main",filtered="false",data_type="block"}')).to.be.greaterThan(
            1,
        );
        const puts = [...metrics].filter(([name]) =>
            /^chaincode_shim_requests_completed\{type="PUT_STATE".*success="true"\}/.test(name),
        );
        expect(puts.map(([, value]) => value)).to.deep.equal([3]);
    });

    it('counts calls by service, method and outcome, and the messages of streams', async () => {
        const metrics = await samples();
        const call = (method: string): string => `service="gateway_Gateway",method="${method}"`;
        expect(metrics.get(`grpc_server_unary_requests_received{${call('Evaluate')}}`)).to.equal(2);
        const failed = `${call('Evaluate')},code="FailedPrecondition"`;
        expect(metrics.get(`grpc_server_unary_requests_completed{${failed}}`)).to.equal(1);
        const submitted = `${call('Submit')},code="OK"`;
        expect(metrics.get(`grpc_server_unary_request_duration_count{${submitted}}`)).to.equal(2);
        const blocks = 'service="protos_Deliver",method="Deliver"';
        expect(metrics.get(`grpc_server_stream_messages_received{${blocks}}`)).to.equal(1);
        expect(metrics.get(`grpc_server_stream_messages_sent{${blocks}}`)).to.be.at.least(2);
    });

    it('logs a refused call as its peer’s, and no error of the chaincode', () => {
        const refused = lines.filter((line) => line.includes('as asked'));
        expect(refused, refused.join('\n')).to.have.length(1);
        expect(refused[0]).to.match(
            /^\[peer0\.alpha\.probe\.example\] main\/probe transaction [0-9a-f]{8} is not endorsed: /,
        );
        expect(lines.filter((line) => /error|deprecat/i.test(line))).to.deep.equal([]);
    });

    it('takes another log specification, as a peer does, and keeps the one it has when that is none', async () => {
        const tell = (spec: string): Promise<Response> =>
            fetch(`${url()}/logspec`, { method: 'PUT', body: JSON.stringify({ spec }) });
        expect(await (await ask('/logspec')).json()).to.deep.equal({ spec: 'info' });
        expect((await tell('gossip,endorser=debug:error')).status).to.equal(204);
        expect(await (await ask('/logspec')).json()).to.deep.equal({ spec: 'endorser=debug:gossip=debug:error' });
        const refused = await tell('gossip=loud');
        expect(refused.status).to.equal(400);
        expect(await refused.json()).to.deep.equal({
            error: "invalid logging specification 'gossip=loud': bad segment 'gossip=loud'",
        });
        const asTold = async (spec: string): Promise<unknown> => {
            await tell(spec);
            return (await ask('/logspec')).text();
        };
        expect(await asTold('gossip.=debug')).to.equal('{"spec":"gossip.=debug:info"}\n');
        expect(await asTold('payload')).to.equal('{"spec":"Level(-2)"}\n');
        const number = await fetch(`${url()}/logspec`, { method: 'PUT', body: '{"spec":7}' });
        expect(await number.json()).to.deep.equal({
            error: 'json: cannot unmarshal number into Go struct field LogSpec.spec of type string',
        });
        await tell('error');
        const before = lines.length;
        await network
            .client('alpha')
            .contract.evaluateTransaction('fail', 'unheard')
            .catch(() => undefined);
        expect(lines.slice(before).join()).not.to.contain('unheard');
        expect((await tell('info')).status).to.equal(204);
        expect(await (await ask('/logspec', 'POST')).json()).to.deep.equal({ error: 'invalid request method: POST' });
    });

    it('stays at its address over a restart', async () => {
        const before = url();
        await network.restart();
        expect(url()).to.equal(before);
        expect((await samples()).get('ledger_blockchain_height{channel="main"}')).to.equal(3);
    });

    /** By name and labels. */
    async function samples(): Promise<ReadonlyMap<string, number>> {
        const response = await ask('/metrics');
        expect(response.headers.get('content-type')).to.match(/^text\/plain; version=0\.0\.4/);
        const lines = (await response.text()).split('\n').filter((line) => line !== '' && !line.startsWith('#'));
        return new Map(
            lines.map((line) => {
                const end = line.lastIndexOf(' ');
                return [line.slice(0, end), Number(line.slice(end + 1))];
            }),
        );
    }
});
