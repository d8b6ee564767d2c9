-- Why a job failed, as a word for programs and for translators.

ALTER TABLE job ADD COLUMN error_code text;
