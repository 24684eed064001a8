import { common, discovery, msp } from '@hyperledger/fabric-protos';
import { message } from '../../wire/message.js';

/** What the discovery service tells of a channel's configuration: every organisation's MSP, and where the orderers are. */
export function configResult(config: common.Config): discovery.ConfigResult {
    const result = new discovery.ConfigResult();
    const groups = config.getChannelGroup()?.getGroupsMap();
    for (const kind of ['Orderer', 'Application']) {
        groups
            ?.get(kind)
            ?.getGroupsMap()
            .forEach((organisation) => {
                const mspConfig = readMspConfig(organisation);
                result.getMspsMap().set(mspConfig.getName(), mspConfig);
                if (kind === 'Orderer') result.getOrderersMap().set(mspConfig.getName(), endpointsOf(organisation));
            });
    }
    return result;
}

function readMspConfig(organisation: common.ConfigGroup): msp.FabricMSPConfig {
    const value = organisation.getValuesMap().get('MSP')?.getValue_asU8() ?? new Uint8Array();
    return msp.FabricMSPConfig.deserializeBinary(msp.MSPConfig.deserializeBinary(value).getConfig_asU8());
}

function endpointsOf(organisation: common.ConfigGroup): discovery.Endpoints {
    const value = organisation.getValuesMap().get('Endpoints')?.getValue_asU8() ?? new Uint8Array();
    const endpointList = common.OrdererAddresses.deserializeBinary(value)
        .getAddressesList()
        .map((address) => {
            const [host = '', port] = address.split(':');
            return message(discovery.Endpoint, { host, port: Number(port) });
        });
    return message(discovery.Endpoints, { endpointList });
}
