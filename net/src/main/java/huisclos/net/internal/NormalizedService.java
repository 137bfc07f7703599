package huisclos.net.internal;

import huisclos.dicom.DataSet;
import huisclos.dicom.Tag;
import huisclos.dicom.Uid;
import huisclos.net.AcceptedContext;
import huisclos.net.AssociationException;
import huisclos.net.NActionRequest;
import huisclos.net.NCreateRequest;
import huisclos.net.NDeleteRequest;
import huisclos.net.NEventReportRequest;
import huisclos.net.NGetRequest;
import huisclos.net.NSetRequest;
import huisclos.net.NormalizedReply;
import huisclos.net.Reply;
import huisclos.net.ServiceProvider;
import huisclos.net.Status;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BiConsumer;

/** Serves the N-operations of one accepted association (PS3.7 §10.3). Of its thread. */
final class NormalizedService {
  /** An operation that can't be served, and why. */
  private static final class Refused extends Exception {
    private static final long serialVersionUID = 1L;
    private final int status;

    Refused(int status) {
      super("refused", null, false, false);
      this.status = status;
    }
  }

  private final DimseChannel channel;
  private final ServiceProvider provider;
  private final BiConsumer<String, Throwable> failures;

  NormalizedService(
      DimseChannel channel, ServiceProvider provider, BiConsumer<String, Throwable> failures) {
    this.channel = channel;
    this.provider = provider;
    this.failures = failures;
  }

  /** Performs and answers the operation; what came of it. */
  NormalizedReply serve(CommandField field, Message message) throws AssociationException {
    NormalizedReply reply;
    try {
      reply = perform(field, message);
    } catch (Refused refused) {
      reply = NormalizedReply.of(refused.status);
    } catch (IOException | RuntimeException e) {
      if (channel.layer().ending().isPresent()) {
        throw channel.layer().gone();
      }
      failures.accept(where(field), e);
      reply = NormalizedReply.of(Status.PROCESSING_FAILURE);
    }
    message.dataSet().drain(channel.limits().maxDrainBytes());
    answer(field, message, reply);
    return reply;
  }

  private static String where(CommandField field) {
    return switch (field) {
      case N_ACTION -> "n-action";
      case N_EVENT_REPORT -> "n-event-report";
      case N_CREATE -> "n-create";
      case N_SET -> "n-set";
      case N_GET -> "n-get";
      case N_DELETE -> "n-delete";
      default -> "n-operation";
    };
  }

  private NormalizedReply perform(CommandField field, Message message) throws IOException, Refused {
    AcceptedContext context = message.context();
    Command command = message.command();
    String sopClass = command.sopClass();
    return switch (field) {
      case N_ACTION -> {
        String instance = instance(command);
        int type = required(command.integer(Tag.ACTION_TYPE_ID));
        yield provider.nAction(
            new NActionRequest(context, sopClass, instance, type, dataSet(message)));
      }
      case N_EVENT_REPORT -> {
        String instance = instance(command);
        int type = required(command.integer(Tag.EVENT_TYPE_ID));
        yield provider.nEventReport(
            new NEventReportRequest(context, sopClass, instance, type, dataSet(message)));
      }
      case N_CREATE -> {
        Optional<String> instance =
            command.sopInstance().isEmpty() ? Optional.empty() : Optional.of(instance(command));
        DataSet attributes = dataSet(message).orElseGet(DataSet::new);
        yield provider.nCreate(new NCreateRequest(context, sopClass, instance, attributes));
      }
      case N_SET -> {
        String instance = instance(command);
        DataSet changes = dataSet(message).orElseThrow(() -> new Refused(Status.MISTYPED_ARGUMENT));
        yield provider.nSet(new NSetRequest(context, sopClass, instance, changes));
      }
      case N_GET ->
          provider.nGet(
              new NGetRequest(
                  context,
                  sopClass,
                  instance(command),
                  command.tags(Tag.ATTRIBUTE_IDENTIFIER_LIST)));
      case N_DELETE -> provider.nDelete(new NDeleteRequest(context, sopClass, instance(command)));
      default -> throw new IllegalStateException("no N-operation");
    };
  }

  private static String instance(Command command) throws Refused {
    if (!Uid.isUsable(command.sopInstance())) {
      throw new Refused(Status.INVALID_SOP_INSTANCE);
    }
    return command.sopInstance();
  }

  private static int required(OptionalInt argument) throws Refused {
    return argument.orElseThrow(() -> new Refused(Status.MISTYPED_ARGUMENT));
  }

  private Optional<DataSet> dataSet(Message message) throws AssociationException, Refused {
    try {
      return channel.attributes(message);
    } catch (AssociationException gone) {
      throw gone;
    } catch (BoundedInput.TooLong tooLong) {
      throw new Refused(Status.RESOURCE_LIMITATION);
    } catch (IOException malformed) {
      throw new Refused(Status.PROCESSING_FAILURE);
    }
  }

  private void answer(CommandField field, Message message, NormalizedReply reply)
      throws AssociationException {
    Command response =
        Command.response(message.command(), reply.reply(), reply.dataSet().isPresent());
    reply.sopInstance().ifPresent(uid -> response.with(Tag.AFFECTED_SOP_INSTANCE_UID, uid));
    if (reply.dataSet().isPresent()) {
      // Conditional on a reply (PS3.7 Tables 10.3-2 and 10.3-8).
      switch (field) {
        case N_ACTION -> copy(message, response, Tag.ACTION_TYPE_ID);
        case N_EVENT_REPORT -> copy(message, response, Tag.EVENT_TYPE_ID);
        default -> {}
      }
    }
    try {
      if (reply.dataSet().isPresent()) {
        channel.sendWith(message.context(), response, reply.dataSet().get());
      } else {
        channel.send(message.context(), response);
      }
    } catch (AssociationException gone) {
      throw gone;
    } catch (IOException | RuntimeException e) {
      failures.accept(where(field), e);
      ProviderSession.send(channel, message, Reply.of(Status.PROCESSING_FAILURE));
    }
  }

  private static void copy(Message message, Command response, int tag) {
    message.command().integer(tag).ifPresent(value -> response.with(tag, value));
  }
}
