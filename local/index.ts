export { type LocalCloud, startLocal } from './LocalCloud.ts';
