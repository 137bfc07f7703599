package huisclos.net;

import huisclos.dicom.DataSet;
import java.util.Optional;

/**
 * A provider's answer to an N-operation (PS3.7 §10.3).
 *
 * @param reply status, comment and offending elements
 * @param sopInstance the instance that was created, where the request left that to us; else the
 *     answer names the one that the request named
 * @param dataSet Attribute List, Action Reply or Event Reply
 * @param then what is to follow on the same association once the answer is sent; of N-ACTION only
 */
public record NormalizedReply(
    Reply reply, Optional<String> sopInstance, Optional<DataSet> dataSet, Optional<FollowUp> then) {
  /** A status alone. */
  public static NormalizedReply of(int status) {
    return of(Reply.of(status));
  }

  /** Status and comment alone. */
  public static NormalizedReply of(Reply reply) {
    return new NormalizedReply(reply, Optional.empty(), Optional.empty(), Optional.empty());
  }

  /** Success, with this data set. */
  public static NormalizedReply with(DataSet dataSet) {
    return new NormalizedReply(
        Reply.of(Status.SUCCESS), Optional.empty(), Optional.of(dataSet), Optional.empty());
  }

  /** Success, having created this instance. */
  public static NormalizedReply created(String sopInstance) {
    return new NormalizedReply(
        Reply.of(Status.SUCCESS), Optional.of(sopInstance), Optional.empty(), Optional.empty());
  }

  /** This answer, and then an event report on the same association. */
  public NormalizedReply then(FollowUp followUp) {
    return new NormalizedReply(reply, sopInstance, dataSet, Optional.of(followUp));
  }

  /** This answer with that data set. */
  public NormalizedReply withDataSet(DataSet attributes) {
    return new NormalizedReply(reply, sopInstance, Optional.of(attributes), then);
  }
}
