import { describe, expect, it } from '@jest/globals';
import { InvalidToolError } from '../errors.js';
import { silentLogger } from '../ports/logger.js';
import type { Tool, ToolSource } from '../ports/tool-source.js';
import { echoTool, toolContext } from './fixtures/tools.js';
import { ToolRegistry } from './tool-registry.js';

function sourceOf(...tools: Tool[]): ToolSource & { change(next: Tool[]): void } {
  let version = 1;
  return {
    get version() {
      return version;
    },
    list: () => tools,
    get: (name) => tools.find((tool) => tool.definition.name === name),
    change(next) {
      tools = next;
      version += 1;
    },
  };
}

function refusal(tool: unknown): string {
  try {
    new ToolRegistry([tool as Tool]);
  } catch (error) {
    expect(error).toBeInstanceOf(InvalidToolError);
    return (error as Error).message;
  }
  throw new Error('The tool was accepted.');
}

describe('ToolRegistry', () => {
  it('lists what was registered, in order', () => {
    const registry = new ToolRegistry([echoTool({ name: 'one' }), echoTool({ name: 'two' })]);
    expect(registry.list().map((tool) => tool.definition.name)).toEqual(['one', 'two']);
    expect(registry.get('two')?.definition.name).toBe('two');
    expect(registry.get('three')).toBeUndefined();
  });

  it('does not mistake names of Object.prototype for tools', () => {
    expect(new ToolRegistry().get('constructor')).toBeUndefined();
  });

  it('refuses a second tool of the same name', () => {
    const registry = new ToolRegistry([echoTool()]);
    expect(() => registry.register(echoTool())).toThrow(/Tool "echo" is refused: .* registered already/);
  });

  it.each([
    ['an empty name', { name: '' }, /definition\.name must match/],
    ['a name with a dot', { name: 'a.b' }, /"a\.b" .*definition\.name/],
    ['a name of 65 characters', { name: 'a'.repeat(65) }, /definition\.name/],
    ['a name that ends with a line feed', { name: 'echo\n' }, /definition\.name/],
    ['an empty description', { description: ' ' }, /definition\.description/],
    ['a description of 1,025 characters', { description: 'a'.repeat(1025) }, /definition\.description/],
    ['a timeout of 0', { timeout: 0 }, /timeout/],
    ['no parameters', { parameters: undefined }, /parameters must be a JSON Schema/],
    ['parameters of an array', { parameters: { type: 'array' } }, /"type": "object"/],
    ['parameters without a type', { parameters: { properties: {} } }, /"type": "object"/],
    [
      'a type that does not exist',
      { parameters: { type: 'object', properties: { a: { type: 'text' } } } },
      /not a JSON Schema: properties\.a\.type/,
    ],
    [
      'draft-07 items',
      { parameters: { type: 'object', properties: { a: { items: [{ type: 'string' }] } } } },
      /properties\.a\.items/,
    ],
    ['a bad required', { parameters: { type: 'object', required: 'text' } }, /required must be array/],
    [
      'a $ref that leads nowhere',
      { parameters: { type: 'object', properties: { a: { $ref: '#/$defs/no' } } } },
      /cannot be compiled/,
    ],
    [
      'another dialect',
      { parameters: { $schema: 'http://json-schema.org/draft-07/schema#', type: 'object' } },
      /parameters\.\$schema/,
    ],
    [
      'parameters with a function',
      { parameters: { type: 'object', 'x-run': () => 1 } },
      /parameters must be plain JSON/,
    ],
  ])('refuses %s', (_, changes, message) => {
    expect(refusal(echoTool(changes as object))).toMatch(message);
  });

  it.each([
    [
      'a bare {name, parameters}',
      { name: 'bare', parameters: { type: 'object' } },
      /"bare".*must be \{definition/,
    ],
    ['the wire form', { type: 'function', function: { name: 'wire' } }, /"wire".*must be \{definition/],
    ['a text', 'tool', /"tool".*not an object/],
    ['no execute', { definition: echoTool().definition, source: 'builtin' }, /"echo".*execute/],
    ['no source', { definition: echoTool().definition, execute: () => 1 }, /"echo".*source/],
  ])('refuses %s, by name', (_, tool, message) => {
    expect(refusal(tool)).toMatch(message);
  });

  it('keeps a frozen copy that later changes do not reach', async () => {
    const parameters = { type: 'object', properties: { a: { type: 'string' } } };
    const tool = echoTool({ parameters });
    const registry = new ToolRegistry([tool]);
    parameters.properties.a.type = 'number';
    const kept = registry.get('echo');
    expect(kept?.definition.parameters['properties']).toEqual({ a: { type: 'string' } });
    expect(() => Object.assign(kept?.definition.parameters['properties'] as object, { b: 1 })).toThrow(
      TypeError,
    );
    expect(() => Object.assign(kept as object, { source: 'x' })).toThrow(TypeError);
    await expect(kept?.execute({ a: 'x' }, toolContext())).resolves.toBe('{"a":"x"}');
  });

  it('calls a tool that is an instance of a class as its method', async () => {
    class Counter implements Tool {
      readonly definition = echoTool({ name: 'counter' }).definition;
      readonly source = 'builtin';
      #count = 0;
      execute(): Promise<string> {
        return Promise.resolve(String(++this.#count));
      }
    }
    const registry = new ToolRegistry([new Counter()]);
    await expect(registry.get('counter')?.execute({}, toolContext())).resolves.toBe('1');
  });

  it('grows its version with every change, and only then', () => {
    const source = sourceOf(echoTool({ name: 'far' }));
    const registry = new ToolRegistry();
    const versions = [registry.version];
    const note = (): number => versions.push(registry.version);
    registry.register(echoTool());
    note();
    registry.attach(source);
    note();
    source.change([]);
    note();
    expect(versions).toEqual([...new Set(versions)].sort((a, b) => a - b));
    expect(registry.version).toBe(versions.at(-1));
  });

  it('keeps its list until something changes', () => {
    const source = sourceOf(echoTool({ name: 'far' }));
    const registry = new ToolRegistry([echoTool()]);
    registry.attach(source);
    const before = registry.list();
    expect(registry.list()).toBe(before);
    source.change([echoTool({ name: 'farther' })]);
    expect(registry.list().map((tool) => tool.definition.name)).toEqual(['echo', 'farther']);
    expect(registry.get('far')).toBeUndefined();
  });

  it('prefers the registered tool on a name clash, and logs the other once', () => {
    const warnings: unknown[] = [];
    const registry = new ToolRegistry([echoTool()], {
      logger: { ...silentLogger, warn: (fields) => warnings.push(fields) },
    });
    const source = sourceOf(echoTool({ source: 'mcp:far' }));
    registry.attach(source);
    expect(registry.list()).toHaveLength(1);
    expect(registry.get('echo')?.source).toBe('builtin');
    source.change([echoTool({ source: 'mcp:far' })]);
    registry.list();
    expect(warnings).toEqual([{ tool: 'echo', source: 'mcp:far', usedSource: 'builtin' }]);
  });
});
