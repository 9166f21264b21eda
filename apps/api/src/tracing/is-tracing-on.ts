/** The environment, as the standard variables of OpenTelemetry are read from it. Empty is unset. */
export type Variables = Readonly<Record<string, string | undefined>>;

/** Whether the standard variables ask for traces: an endpoint or `OTEL_TRACES_EXPORTER=otlp`, unless they are switched off. */
export function isTracingOn(variables: Variables): boolean {
  if (variables['OTEL_SDK_DISABLED']?.trim().toLowerCase() === 'true') return false;
  const exporters = variables['OTEL_TRACES_EXPORTER'];
  if (exporters) return listed(exporters).includes('otlp');
  return Boolean(variables['OTEL_EXPORTER_OTLP_TRACES_ENDPOINT'] || variables['OTEL_EXPORTER_OTLP_ENDPOINT']);
}

/** The names of a comma-separated list. */
export function listed(text: string): readonly string[] {
  return text.split(',').map((name) => name.trim().toLowerCase());
}
