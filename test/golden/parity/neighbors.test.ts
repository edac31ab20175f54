import { checkParity } from './checkParity.ts';
import { cases } from './neighbors.ts';

checkParity(cases);
