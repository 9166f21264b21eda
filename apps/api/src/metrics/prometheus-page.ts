import type { PrometheusExporter } from '@yychat/metrics/prometheus';
import { authenticate, forbidden } from '../auth/authentication.js';
import type { KeyRing } from '../auth/key-ring.js';
import { mayAct } from '../auth/principal.js';

interface PrometheusPageParts {
  readonly exporter: PrometheusExporter;
  readonly keys: KeyRing;
  /** Whether no key is needed. */
  readonly isPublic: boolean;
}

/** What Prometheus reads of this process. */
export class PrometheusPage {
  constructor(private readonly parts: PrometheusPageParts) {}

  get contentType(): string {
    return this.parts.exporter.contentType;
  }

  /** @throws EngineError (401, 403), unless it is public */
  checkAccess(authorization: string | undefined): void {
    const { keys, isPublic } = this.parts;
    if (!isPublic && !mayAct(authenticate(keys, authorization), 'operator')) throw forbidden('operator');
  }

  text(): Promise<string> {
    return this.parts.exporter.text();
  }
}
