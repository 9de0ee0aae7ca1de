package io.portcullis.testing;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;

/** CycloneDX's own schema of a bill of materials, which its library has in its jar. */
public final class CycloneDxSchema {

  private static final String SCHEMAS = "http://cyclonedx.org/schema/";

  /** The schema of CycloneDX 1.6. */
  public static final Schema LOADED =
      SchemaRegistry.withDefaultDialect(
              SpecificationVersion.DRAFT_7,
              registry ->
                  registry.schemaIdResolvers(
                      resolvers -> resolvers.mapPrefix(SCHEMAS, "classpath:/")))
          .getSchema(SchemaLocation.of(SCHEMAS + "bom-1.6.schema.json"));

  private CycloneDxSchema() {}
}
