import { checkParity } from './checkParity.ts';
import { cases } from './cluster.ts';

checkParity(cases);
