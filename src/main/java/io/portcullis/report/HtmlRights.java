package io.portcullis.report;

import io.portcullis.broker.rights.GroupRights;
import io.portcullis.rule.Operation;
import io.portcullis.rule.RightHolder;
import io.portcullis.usage.Observation;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Prints the rights as a matrix of destinations by groups, with three marks in each cell. If it is
 * known what clients used, the marks show it.
 */
final class HtmlRights {

  /** The number of groups that fit side by side on a screen and on A4. */
  private static final int GROUPS_SIDE_BY_SIDE = 12;

  /** The maximum number of rows. The JSON report has all that are granted. */
  private static final int MOST_DESTINATIONS = 400;

  private final HtmlObservation observation;
  private final boolean isMapKnown;
  private final boolean mapDecides;
  private final boolean areUsesKnown;
  private final UsedRights rights;
  private final List<String> groups;
  private final HtmlMarks marks;

  /**
   * @param accesses the rights; none if they are unknown
   * @param observed what was used of them
   * @param mapDecides whether there is a map; without one, everybody has every right
   */
  HtmlRights(List<GroupRights> accesses, Optional<Observation> observed, boolean mapDecides) {
    this.observation = new HtmlObservation(observed);
    this.isMapKnown = !accesses.isEmpty();
    this.mapDecides = mapDecides;
    this.areUsesKnown = !observation.uses().isEmpty();
    this.rights = new UsedRights(accesses, observation.uses(), mapDecides);
    this.groups = rights.groups();
    this.marks = new HtmlMarks(observation.unused());
  }

  void appendTo(StringBuilder page) {
    page.append("<section id=\"rights\">\n<h2>Who may do what</h2>\n");
    if (!isMapKnown) {
      page.append("<p class=\"soft\">Nobody can tell: the map was not asked.</p>\n</section>\n");
      return;
    }
    observation.appendTo(page);
    if (areUsesKnown && !mapDecides) {
      page.append(
          "<p class=\"soft\">The broker has no map. \"Not granted\" is what Portcullis&#8217;"
              + " default map would not grant.</p>\n");
    }
    List<String> shown = shown();
    StringBuilder tables = new StringBuilder();
    for (int from = 0; from < groups.size(); from += GROUPS_SIDE_BY_SIDE) {
      int to = Math.min(groups.size(), from + GROUPS_SIDE_BY_SIDE);
      appendTable(shown, from, groups.subList(from, to), tables);
    }
    StringBuilder legend = new StringBuilder();
    appendLegend(legend);
    marks.appendPictures(page);
    page.append(legend).append(tables);
    appendRest(shown, page);
    page.append("</section>\n");
  }

  /** Returns the rows that are printed. Those that lack a right come before others are left out. */
  private List<String> shown() {
    List<String> all = rights.destinations();
    Set<String> shown =
        Stream.concat(
                all.stream().filter(rights::isLacking),
                all.stream().filter(each -> !rights.isLacking(each)))
            .limit(MOST_DESTINATIONS)
            .collect(Collectors.toSet());
    return all.stream().filter(shown::contains).toList();
  }

  private void appendRest(List<String> shown, StringBuilder page) {
    long granted = rights.destinations().stream().filter(rights::isGranted).count();
    long left = granted - shown.stream().filter(rights::isGranted).count();
    if (left > 0) {
      page.append("<p class=\"soft\">%d more are in the JSON report.</p>\n".formatted(left));
    }
    long lacking = rights.destinations().stream().filter(rights::isLacking).count();
    if (lacking > MOST_DESTINATIONS) {
      page.append(
          "<p class=\"soft\">%d more destinations were used, and that is not granted.</p>\n"
              .formatted(lacking - MOST_DESTINATIONS));
    }
  }

  private void appendLegend(StringBuilder page) {
    page.append(
        """
        <ul class="legend">
        <li>%s read: consume and browse</li>
        <li>%s write: send</li>
        <li>%s admin: create and remove</li>
        </ul>
        """
            .formatted(
                marks.only(Operation.READ, RightMark.HELD),
                marks.only(Operation.WRITE, RightMark.HELD),
                marks.only(Operation.ADMIN, RightMark.HELD)));
    if (areUsesKnown) {
      page.append(
          """
          <ul class="legend">
          <li>%s granted and used</li>
          <li>%s granted, %s</li>
          <li>%s used, not granted</li>
          </ul>
          """
              .formatted(
                  marks.all(RightMark.HELD),
                  marks.all(RightMark.UNUSED),
                  observation.unused(),
                  marks.all(RightMark.MISSING)));
    }
  }

  private void appendTable(List<String> shown, int from, List<String> columns, StringBuilder page) {
    page.append(
        "<div class=\"box matrix\" tabindex=\"0\" role=\"region\" aria-label=\"Rights of groups %d to %d\"><table>\n"
            .formatted(from + 1, from + columns.size()));
    if (groups.size() > GROUPS_SIDE_BY_SIDE) {
      page.append(
          "<caption>Groups %d to %d of %d</caption>\n"
              .formatted(from + 1, from + columns.size(), groups.size()));
    }
    page.append("<thead><tr><th scope=\"col\">Destinations</th>");
    for (String group : columns) {
      page.append(
          "<th scope=\"col\" class=\"group\"><span>%s</span></th>".formatted(heading(group)));
    }
    page.append("</tr></thead>\n<tbody>\n");
    for (String destination : shown) {
      page.append("<tr><th scope=\"row\">%s</th>".formatted(Html.breakable(destination)));
      for (String group : columns) {
        page.append("<td>%s</td>".formatted(marks.of(rights.marks(destination, group))));
      }
      page.append("</tr>\n");
    }
    page.append("</tbody>\n</table></div>\n");
  }

  private static String heading(String group) {
    return switch (group) {
      case RightHolder.ANY_GROUP -> "<em>everybody who is logged in</em>";
      case UsedRights.NO_GROUP -> "<em>users without a group</em>";
      default -> Html.text(group);
    };
  }
}
