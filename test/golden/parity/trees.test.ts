import { checkParity } from './checkParity.ts';
import { cases } from './trees.ts';

checkParity(cases);
