package huisclos.app;

import huisclos.app.admin.Admin;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code huisclos user role NAME --role R,… --physician NAME}: other roles from now on. */
@Command(
    name = "role",
    description = {
      "Give a person these roles instead of the ones they have, these names as a physician, or",
      "both. It counts from the next request on."
    },
    mixinStandardHelpOptions = true)
final class UserRoleVerb implements Callable<Integer> {
  @Mixin private final HomeOption home = new HomeOption();

  @Parameters(index = "0", paramLabel = "NAME")
  private String name = "";

  @Option(
      names = "--role",
      split = ",",
      paramLabel = "ROLE",
      description = "radiologist, technologist, referrer, researcher, keeper, inspector; or none.")
  private @Nullable List<String> roles;

  @Option(
      names = "--physician",
      paramLabel = "NAME",
      description =
          "The person's name as examinations state it; several times for several; or none.")
  private @Nullable List<String> physicians;

  @Override
  public Integer call() {
    ObjectNode arguments = Admin.arguments().put("name", name);
    if (roles == null && physicians == null) {
      throw UserError.usage("nothing is to be changed", "say --role or --physician");
    }
    put(arguments, "roles", roles);
    put(arguments, "physicians", physicians);
    Admin.call(home.home(), "user.role", arguments);
    System.out.println("changed " + Output.printable(name));
    return 0;
  }

  private static void put(ObjectNode arguments, String field, @Nullable List<String> words) {
    if (words != null) {
      ArrayNode list = arguments.putArray(field);
      words.stream().filter(word -> !word.equals("none")).forEach(list::add);
    }
  }
}
