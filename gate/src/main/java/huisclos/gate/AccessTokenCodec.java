package huisclos.gate;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** How a token is kept. A verb that isn't known any more grants nothing. */
final class AccessTokenCodec implements SealedRecords.Codec<AccessToken> {
  private static final long NEVER = Long.MIN_VALUE;

  @Override
  public void write(AccessToken token, DataOutputStream out) throws IOException {
    out.writeUTF(token.name());
    out.writeUTF(token.id());
    out.writeByte(token.verbs().size());
    for (Verb verb : token.verbs()) {
      out.writeUTF(verb.word());
    }
    out.writeUTF(token.patient().map(PatientKey::id).orElse(""));
    out.writeUTF(token.patient().map(PatientKey::issuer).orElse(""));
    out.writeByte(token.studies().size());
    for (String study : token.studies()) {
      out.writeUTF(study);
    }
    out.writeLong(token.added().toEpochMilli());
    out.writeLong(token.expires().toEpochMilli());
    out.writeLong(token.used().map(Instant::toEpochMilli).orElse(NEVER));
  }

  @Override
  public AccessToken read(DataInputStream in) throws IOException {
    String name = in.readUTF();
    String id = in.readUTF();
    Set<Verb> verbs = EnumSet.noneOf(Verb.class);
    for (int left = in.readUnsignedByte(); left > 0; left--) {
      Verb.grantable(in.readUTF()).ifPresent(verbs::add);
    }
    String patient = in.readUTF();
    String issuer = in.readUTF();
    Set<String> studies = new HashSet<>();
    for (int left = in.readUnsignedByte(); left > 0; left--) {
      studies.add(in.readUTF());
    }
    Instant added = Instant.ofEpochMilli(in.readLong());
    Instant expires = Instant.ofEpochMilli(in.readLong());
    long used = in.readLong();
    return new AccessToken(
        name,
        id,
        verbs,
        patient.isEmpty() ? Optional.empty() : Optional.of(new PatientKey(patient, issuer)),
        studies,
        added,
        expires,
        used == NEVER ? Optional.empty() : Optional.of(Instant.ofEpochMilli(used)));
  }
}
