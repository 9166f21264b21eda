import { SetMetadata } from '@nestjs/common';
import type { Role } from './principal.js';

export const MINIMUM_ROLE = Symbol('minimum role');

/** The least role that may call this. Without it: any that has a key. */
export const MinimumRole = (role: Role) => SetMetadata(MINIMUM_ROLE, role);
