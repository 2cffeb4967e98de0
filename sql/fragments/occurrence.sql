-- An occurrence that is over, as it is answered.
occurrences.id, occurrences.task_id, occurrences.due, occurrences.outcome, occurrences.completed_at
