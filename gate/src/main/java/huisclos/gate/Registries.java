package huisclos.gate;

/**
 * Where the gate keeps what it decides by: the archive's index, as a rule.
 *
 * @param devices who may come in
 * @param peers who may be dialled
 * @param brakes who was shown how much
 * @param alerts what keepers should look at
 * @param records credentials, sessions and what else is small
 */
public record Registries(
    DeviceRegistry devices,
    DestinationRegistry peers,
    BrakeRegistry brakes,
    AlertRegistry alerts,
    RecordStore records) {}
