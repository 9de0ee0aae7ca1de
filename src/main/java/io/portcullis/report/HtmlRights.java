package io.portcullis.report;

import io.portcullis.broker.rights.GroupRights;
import io.portcullis.rule.RightHolder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Prints the rights as a matrix of destinations by groups, with three marks in each cell. */
final class HtmlRights {

  /** The number of groups that fit side by side on a screen and on A4. */
  private static final int GROUPS_SIDE_BY_SIDE = 12;

  /** The maximum number of rows. The JSON report has all. */
  private static final int MOST_DESTINATIONS = 400;

  private static final int READ = 4;
  private static final int WRITE = 2;
  private static final int ADMIN = 1;

  private final Map<String, Map<String, Integer>> rights = new HashMap<>();
  private final Set<String> destinations = new LinkedHashSet<>();
  private final List<String> groups;

  HtmlRights(List<GroupRights> accesses) {
    Set<String> all = new TreeSet<>();
    for (GroupRights access : accesses) {
      destinations.add(access.destinations());
      all.add(access.group());
      rights
          .computeIfAbsent(access.destinations(), name -> new HashMap<>())
          .put(access.group(), marks(access));
    }
    this.groups = new ArrayList<>(all);
  }

  private static int marks(GroupRights access) {
    return (access.read() ? READ : 0) + (access.write() ? WRITE : 0) + (access.admin() ? ADMIN : 0);
  }

  void appendTo(StringBuilder page) {
    page.append("<section id=\"rights\">\n<h2>Who may do what</h2>\n");
    if (destinations.isEmpty()) {
      page.append("<p class=\"soft\">Nobody can tell: the map was not asked.</p>\n</section>\n");
      return;
    }
    appendSymbols(page);
    page.append(
        """
        <ul class="legend">
        <li>%s read: consume and browse</li>
        <li>%s write: send</li>
        <li>%s admin: create and remove</li>
        </ul>
        """
            .formatted(mark(READ), mark(WRITE), mark(ADMIN)));
    for (int from = 0; from < groups.size(); from += GROUPS_SIDE_BY_SIDE) {
      int to = Math.min(groups.size(), from + GROUPS_SIDE_BY_SIDE);
      appendTable(from, groups.subList(from, to), page);
    }
    if (destinations.size() > MOST_DESTINATIONS) {
      page.append(
          "<p class=\"soft\">%d more are in the JSON report.</p>\n"
              .formatted(destinations.size() - MOST_DESTINATIONS));
    }
    page.append("</section>\n");
  }

  /** Defines the eight pictures once. A cell refers to one. */
  private static void appendSymbols(StringBuilder page) {
    page.append(
        "<svg width=\"0\" height=\"0\" aria-hidden=\"true\" style=\"position:absolute\">\n");
    for (int marks = 0; marks <= READ + WRITE + ADMIN; marks++) {
      page.append(
          "<symbol id=\"rights-%d\" viewBox=\"0 0 51 17\">%s%s%s</symbol>\n"
              .formatted(
                  marks,
                  square(0, "r", 'R', marks & READ),
                  square(17, "w", 'W', marks & WRITE),
                  square(34, "a", 'A', marks & ADMIN)));
    }
    page.append("</svg>\n");
  }

  private static String square(int x, String style, char letter, int held) {
    return held == 0
        ? "<circle class=\"none\" cx=\"%d\" cy=\"8.5\" r=\"1.5\"/>".formatted(x + 8)
        : "<rect class=\"%s\" x=\"%d\" y=\"1\" width=\"15\" height=\"15\" rx=\"2\"/><text x=\"%d\" y=\"12\">%s</text>"
            .formatted(style, x + 1, x + 8, letter);
  }

  private static String mark(int marks) {
    return "<svg class=\"rwa\" aria-hidden=\"true\"><use href=\"#rights-%d\"/></svg>"
        .formatted(marks);
  }

  private void appendTable(int from, List<String> shown, StringBuilder page) {
    page.append(
        "<div class=\"box matrix\" tabindex=\"0\" role=\"region\" aria-label=\"Rights of groups %d to %d\"><table>\n"
            .formatted(from + 1, from + shown.size()));
    if (groups.size() > GROUPS_SIDE_BY_SIDE) {
      page.append(
          "<caption>Groups %d to %d of %d</caption>\n"
              .formatted(from + 1, from + shown.size(), groups.size()));
    }
    page.append("<thead><tr><th scope=\"col\">Destinations</th>");
    for (String group : shown) {
      page.append(
          "<th scope=\"col\" class=\"group\"><span>%s</span></th>"
              .formatted(
                  group.equals(RightHolder.ANY_GROUP)
                      ? "<em>everybody who is logged in</em>"
                      : Html.text(group)));
    }
    page.append("</tr></thead>\n<tbody>\n");
    destinations.stream()
        .limit(MOST_DESTINATIONS)
        .forEach(
            destination -> {
              page.append("<tr><th scope=\"row\">%s</th>".formatted(breakable(destination)));
              for (String group : shown) {
                int marks = rights.get(destination).getOrDefault(group, 0);
                page.append(
                    "<td>%s<span class=\"hidden\">%s</span></td>"
                        .formatted(mark(marks), words(marks)));
              }
              page.append("</tr>\n");
            });
    page.append("</tbody>\n</table></div>\n");
  }

  /** Lets long names break between their levels. */
  private static String breakable(String destination) {
    return Html.text(destination).replace("//", "//<wbr>").replace(".", ".<wbr>");
  }

  private static String words(int marks) {
    List<String> words = new ArrayList<>();
    if ((marks & READ) != 0) {
      words.add("read");
    }
    if ((marks & WRITE) != 0) {
      words.add("write");
    }
    if ((marks & ADMIN) != 0) {
      words.add("admin");
    }
    return words.isEmpty() ? "nothing" : String.join(", ", words);
  }
}
