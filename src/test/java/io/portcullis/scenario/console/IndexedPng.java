package io.portcullis.scenario.console;

import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

/** A PNG file with a palette, which is a third as long as one without. */
final class IndexedPng {

  private static final int MOST_COLOURS = 256;

  /** The square of a distance between colours. */
  private static final int ALIKE = 14 * 14;

  private IndexedPng() {}

  /** Writes a picture with its most frequent colours. Each other one becomes the nearest. */
  static void write(BufferedImage picture, Path file) throws IOException {
    int width = picture.getWidth();
    int height = picture.getHeight();
    int[] pixels = picture.getRGB(0, 0, width, height, null, 0, width);
    int[] palette = palette(pixels);
    IndexColorModel colours =
        new IndexColorModel(8, palette.length, palette, 0, true, -1, DataBuffer.TYPE_BYTE);
    BufferedImage indexed =
        new BufferedImage(width, height, BufferedImage.TYPE_BYTE_INDEXED, colours);
    Map<Integer, Integer> known = new HashMap<>();
    int[] indexes =
        IntStream.of(pixels)
            .map(pixel -> known.computeIfAbsent(pixel, it -> nearest(palette, it)))
            .toArray();
    indexed.getRaster().setPixels(0, 0, width, height, indexes);
    compress(indexed, file);
  }

  /** Colours that nobody can tell from a more frequent one are left out. */
  private static int[] palette(int[] pixels) {
    Map<Integer, Integer> counts = new HashMap<>();
    IntStream.of(pixels).forEach(pixel -> counts.merge(pixel, 1, Integer::sum));
    List<Integer> palette = new ArrayList<>();
    counts.entrySet().stream()
        .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
        .map(Map.Entry::getKey)
        .filter(colour -> palette.stream().allMatch(it -> distance(it, colour) > ALIKE))
        .limit(MOST_COLOURS)
        .forEachOrdered(palette::add);
    return palette.stream().mapToInt(Integer::intValue).toArray();
  }

  private static int nearest(int[] palette, int pixel) {
    return IntStream.range(0, palette.length)
        .boxed()
        .min(Comparator.comparingInt(index -> distance(palette[index], pixel)))
        .orElseThrow();
  }

  private static int distance(int one, int other) {
    int sum = 0;
    for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
      int difference = ((one >>> shift) & 0xFF) - ((other >>> shift) & 0xFF);
      sum += difference * difference;
    }
    return sum;
  }

  private static void compress(BufferedImage picture, Path file) throws IOException {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("png").next();
    try (OutputStream bytes = Files.newOutputStream(file);
        ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
      ImageWriteParam smallest = writer.getDefaultWriteParam();
      smallest.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      smallest.setCompressionQuality(0);
      writer.setOutput(out);
      writer.write(null, new IIOImage(picture, null, null), smallest);
    } finally {
      writer.dispose();
    }
  }
}
