import { checkParity } from './checkParity.ts';
import { cases } from './decomposition.ts';

checkParity(cases);
