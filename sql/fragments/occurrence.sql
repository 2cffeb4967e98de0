-- The columns of an occurrence's representation.
occurrences.id, occurrences.task_id, occurrences.due, occurrences.outcome, occurrences.completed_at
