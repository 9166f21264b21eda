import { SetMetadata } from '@nestjs/common';
import type { Role } from './principal.js';

export const ROLE = Symbol('role');
export const PUBLIC = Symbol('public');

/** The least role that may call this. Without it: `client`. */
export const MinimumRole = (role: Role) => SetMetadata(ROLE, role);

/** Needs no key. */
export const Public = () => SetMetadata(PUBLIC, true);
