import type { Tool } from '@yychat/engine-core';

const DAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];

/** A tool of one's own. Its arguments are checked against `parameters` before it is called. */
export const openingHours: Tool = {
  source: 'builtin',
  definition: {
    name: 'opening_hours',
    description: 'When the shop is open on a day of the week.',
    parameters: { type: 'object', properties: { day: { enum: DAYS } }, required: ['day'] },
  },
  execute: ({ day }) => Promise.resolve(day === 'sunday' ? 'closed' : '9:00 to 18:00'),
};
