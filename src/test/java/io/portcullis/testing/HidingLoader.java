package io.portcullis.testing;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashSet;
import java.util.Set;
import java.util.function.UnaryOperator;

/** A class loader that has no class of a name, or one whose members have another name. */
public final class HidingLoader extends ClassLoader {

  private static final int UTF8 = 1;
  private static final int LONG = 5;
  private static final int DOUBLE = 6;

  private final String owner;
  private final String memberOrNull;
  private final Set<String> asked = new HashSet<>();

  private HidingLoader(String owner, String memberOrNull) {
    super(HidingLoader.class.getClassLoader());
    this.owner = owner;
    this.memberOrNull = memberOrNull;
  }

  /** Hides nothing, and remembers what it is asked for. */
  public static HidingLoader ofNothing() {
    return new HidingLoader("", null);
  }

  /** Hides a class. */
  public static HidingLoader ofClass(String name) {
    return new HidingLoader(name, null);
  }

  /** Gives a member of a class another name. */
  public static HidingLoader ofMember(String owner, String member) {
    return new HidingLoader(owner, member);
  }

  /** The names of ActiveMQ's classes that it was asked for. */
  public Set<String> asked() {
    return Set.copyOf(asked);
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (name.startsWith("org.apache.activemq.")) {
      asked.add(name);
    }
    if (!name.equals(owner)) {
      return super.loadClass(name, resolve);
    }
    if (memberOrNull == null) {
      throw new ClassNotFoundException(name);
    }
    Class<?> known = findLoadedClass(name);
    return known == null ? renamed(name) : known;
  }

  private Class<?> renamed(String name) throws ClassNotFoundException {
    try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
      byte[] bytes =
          renamed(in.readAllBytes(), text -> text.equals(memberOrNull) ? text + "Renamed" : text);
      return defineClass(name, bytes, 0, bytes.length);
    } catch (IOException e) {
      throw new ClassNotFoundException(name, e);
    }
  }

  /** Renames what a class names; every name is a constant of the class. */
  public static byte[] renamed(byte[] bytes, UnaryOperator<String> name) throws IOException {
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
    ByteArrayOutputStream changed = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(changed);
    out.writeLong(in.readLong());
    int constants = in.readUnsignedShort();
    out.writeShort(constants);
    for (int i = 1; i < constants; i++) {
      int tag = in.readUnsignedByte();
      out.writeByte(tag);
      if (tag == UTF8) {
        out.writeUTF(name.apply(in.readUTF()));
        continue;
      }
      out.write(in.readNBytes(length(tag)));
      if (tag == LONG || tag == DOUBLE) {
        i++;
      }
    }
    in.transferTo(out);
    return changed.toByteArray();
  }

  private static int length(int tag) {
    return switch (tag) {
      case 3, 4, 9, 10, 11, 12, 17, 18 -> 4;
      case LONG, DOUBLE -> 8;
      case 7, 8, 16, 19, 20 -> 2;
      case 15 -> 3;
      default -> throw new IllegalArgumentException("constant " + tag);
    };
  }
}
