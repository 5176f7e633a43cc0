export const bareSchema = 'bare_pgboss';
export const bareQueue = 'bare.job';
