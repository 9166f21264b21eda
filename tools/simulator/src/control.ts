import { ApiError, invalid } from './api-error.js';
import { isObject, type JsonObject } from './json.js';
import type { Ledger } from './ledger.js';
import { parseBehaviour } from './parse-behaviour.js';
import { lastUserText, type RecordedRequest } from './recorded-request.js';
import type { Endpoint, Rule, Script } from './script.js';

const ENDPOINTS: readonly Endpoint[] = ['chat', 'embeddings', 'models'];

/**
 * What `/__sim/…` answers: the script and the counts, over HTTP.
 * @throws ApiError for an unknown route or a body that makes no sense
 */
export function control(route: string, body: JsonObject, script: Script, ledger: Ledger): object {
  switch (route) {
    case 'POST /__sim/rules':
      script.add(parseRule(body));
      return { rules: script.rules };
    case 'DELETE /__sim/rules':
      script.forgetRules();
      return { rules: 0 };
    case 'POST /__sim/defaults':
      script.defaults = parseBehaviour(body, 'defaults');
      return { defaults: script.defaults };
    case 'POST /__sim/reset':
      script.reset();
      ledger.reset();
      return {};
    case 'GET /__sim/stats':
      return { ...ledger.stats(), memory: process.memoryUsage(), cpu: process.cpuUsage() };
    case 'GET /__sim/requests':
      return { object: 'list', data: ledger.requests };
    default:
      throw new ApiError(404, `Unknown control route (${route})`);
  }
}

function parseRule(body: JsonObject): Rule {
  const { match = {}, behaviour, times, on, ...others } = body;
  const unknown = Object.keys(others)[0];
  if (unknown !== undefined) throw invalid(`rule.${unknown} is not known.`, `rule.${unknown}`);
  if (times !== undefined && (typeof times !== 'number' || !Number.isInteger(times) || times < 1)) {
    throw invalid('rule.times must be a whole number, 1 or more.', 'rule.times');
  }
  const endpoint = ENDPOINTS.find((name) => name === (on ?? 'chat'));
  if (!endpoint) throw invalid(`rule.on must be one of ${ENDPOINTS.join(', ')}.`, 'rule.on');
  return {
    on: endpoint,
    match: parseMatch(match),
    behaviour: parseBehaviour(behaviour, 'rule.behaviour'),
    ...(times !== undefined && { times }),
  };
}

function parseMatch(match: unknown): Rule['match'] {
  if (!isObject(match)) throw invalid('rule.match must be an object.', 'rule.match');
  const { model, contains, stream, ...others } = match;
  const unknown = Object.keys(others)[0];
  if (unknown !== undefined) throw invalid(`rule.match.${unknown} is not known.`, `rule.match.${unknown}`);
  if (model !== undefined && typeof model !== 'string') throw invalid('rule.match.model must be a string.');
  if (contains !== undefined && typeof contains !== 'string')
    throw invalid('rule.match.contains must be a string.');
  if (stream !== undefined && typeof stream !== 'boolean')
    throw invalid('rule.match.stream must be true or false.');
  return (request: RecordedRequest) =>
    (model === undefined || request.body.model === model) &&
    (contains === undefined || lastUserText(request).includes(contains)) &&
    (stream === undefined || (request.body.stream ?? false) === stream);
}
