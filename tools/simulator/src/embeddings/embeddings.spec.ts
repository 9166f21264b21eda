import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import OpenAI from 'openai';
import { post } from '../../e2e/raw-client.js';
import { startSimulator, type Simulator } from '../simulator.js';

const model = 'text-embedding-3-small';
let simulator: Simulator;
let openai: OpenAI;
beforeAll(async () => {
  simulator = await startSimulator();
  openai = new OpenAI({ baseURL: simulator.baseURL, apiKey: 'test' });
});
afterAll(() => simulator.close());

async function vectors(input: OpenAI.EmbeddingCreateParams['input'], more = {}): Promise<number[][]> {
  const { data } = await openai.embeddings.create({ model, input, ...more });
  expect(data.map(({ index }) => index)).toEqual(data.map((_, index) => index));
  return data.map(({ embedding }) => embedding);
}

const dot = (one: number[], other: number[]) =>
  one.reduce((sum, value, index) => sum + value * other[index]!, 0);

describe('embeddings', () => {
  it('depend on the text alone, and have length 1', async () => {
    const [one, other] = await vectors(['My dog is called Rex.', 'The weather in Paris is nice.']);
    const [again] = await vectors('My dog is called Rex.');
    expect(again).toEqual(one);
    expect(other).not.toEqual(one);
    for (const vector of [one!, other!]) {
      expect(vector).toHaveLength(1536);
      expect(dot(vector, vector)).toBeCloseTo(1, 4);
    }
  });

  it.each([
    ['What is the name of my dog?', 'My dog is called Rex.', 'The weather in Paris is nice today.'],
    ['favourite colors', 'My favorite color is green.', 'I work as a nurse in Ulm.'],
    ['我的狗叫什么名字？', '我的狗叫小白。', '巴黎今天天气很好。'],
    ['MY DOG', 'my dog', 'my cat'],
  ])('bring %s nearer to %s than to %s', async (question, near, far) => {
    const [q, n, f] = await vectors([question, near, far]);
    expect(dot(q!, n!)).toBeGreaterThan(dot(q!, f!) + 0.1);
  });

  it('come as base64 or as numbers, the same', async () => {
    const body = { model, input: 'hello', dimensions: 8 };
    const numbers = JSON.parse((await post(`${simulator.baseURL}/embeddings`, body).answer).text);
    const packed = JSON.parse(
      (await post(`${simulator.baseURL}/embeddings`, { ...body, encoding_format: 'base64' }).answer).text,
    );
    const bytes = Buffer.from(String(packed.data[0].embedding), 'base64');
    const unpacked = Array.from({ length: 8 }, (_, index) => bytes.readFloatLE(index * 4));
    expect(numbers.data[0].embedding).toEqual(unpacked);
    expect(numbers).toMatchObject({ object: 'list', model, usage: { prompt_tokens: 2, total_tokens: 2 } });
  });

  it('have the dimensions asked for, or those of the model', async () => {
    expect((await vectors('a', { dimensions: 64 }))[0]).toHaveLength(64);
    expect((await vectors('a', { model: 'text-embedding-3-large' }))[0]).toHaveLength(3072);
  });

  it('take token ids, one list or many', async () => {
    const [one] = await vectors([1, 2, 3]);
    const [same, other] = await vectors([[1, 2, 3], [7]]);
    expect(same).toEqual(one);
    expect(other).not.toEqual(one);
  });

  it('of punctuation only still have length 1', async () => {
    const [vector] = await vectors('?!');
    expect(dot(vector!, vector!)).toBeCloseTo(1, 4);
  });

  it.each([
    [{ model, input: '' }, 'input'],
    [{ model, input: [] }, 'input'],
    [{ model, input: ['a', ''] }, 'input'],
    [{ model, input: { a: 1 } }, 'input'],
    [{ model }, 'input'],
    [{ input: 'a' }, null],
    [{ model: 3, input: 'a' }, 'model'],
    [{ model, input: 'a', encoding_format: 'hex' }, 'encoding_format'],
    [{ model, input: 'a', dimensions: 0 }, 'dimensions'],
    [{ model, input: 'a', dimensions: 1537 }, 'dimensions'],
    [{ model: 'text-embedding-ada-002', input: 'a', dimensions: 8 }, 'dimensions'],
  ])('are refused for %j', async (body, param) => {
    const { status, text } = await post(`${simulator.baseURL}/embeddings`, body).answer;
    expect([status, JSON.parse(text).error.param]).toEqual([400, param]);
  });
});
