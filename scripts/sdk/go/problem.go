package taskpact

import "errors"

// ProblemOf is the problem document that an operation was refused with; nil where the error is another one, such as a lost connection.
func ProblemOf(err error) *Problem {
	var answered *GenericOpenAPIError
	if !errors.As(err, &answered) {
		return nil
	}
	problem, ok := answered.Model().(Problem)
	if !ok {
		return nil
	}
	return &problem
}
