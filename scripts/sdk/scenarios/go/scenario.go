// What a program of a user does with the SDK for Go: scenario <url>.
package main

import (
	"context"
	"fmt"
	"log"
	"net/http"
	"os"
	"strings"
	"time"

	"taskpact"
)

func main() {
	log.SetFlags(log.Lshortfile)
	configuration := taskpact.NewConfiguration()
	configuration.Servers = taskpact.ServerConfigurations{{URL: os.Args[1]}}
	client := taskpact.NewAPIClient(configuration)
	alice, me := registered(client, "alice")
	bob, _ := registered(client, "bob")
	tasks := client.TasksAPI

	// Created twice with one key, it is one.
	key := fmt.Sprint("milk ", time.Now().UnixNano())
	key = strings.ReplaceAll(key, " ", "-")
	milk := taskpact.NewTaskCreation("Buy milk")
	milk.SetDescription("Two litres")
	milk.SetTags([]string{"errands"})
	task := must(tasks.CreateTask(alice, "me").TaskCreation(*milk).IdempotencyKey(key).Execute())
	again := must(tasks.CreateTask(alice, "me").TaskCreation(*milk).IdempotencyKey(key).Execute())
	check(again.Id == task.Id, "a task that is created twice with one key is one")

	// What is not set in a change stays; nil removes.
	version := fmt.Sprintf(`"%d"`, task.Version)
	change := taskpact.NewTaskUpdate()
	change.SetDescriptionNil()
	changed := must(tasks.PatchTask(alice, "me", task.Id).TaskUpdate(*change).IfMatch(version).Execute())
	check(!changed.Description.IsSet() || changed.Description.Get() == nil, "nil removes the description")
	check(changed.Title == "Buy milk" && len(changed.Tags) == 1, "what is not set stays")

	// A change of what has changed since is a conflict.
	problem := problemOf(tasks.PatchTask(alice, "me", task.Id).TaskUpdate(*change).IfMatch(version).Execute())
	check(problem.Status == 412 && strings.HasSuffix(problem.Type, "/precondition-failed"), "a stale change is a conflict")

	// Every page is gone through.
	for number := range 119 {
		must(tasks.CreateTask(alice, "me").TaskCreation(*taskpact.NewTaskCreation(fmt.Sprint("Task ", number))).Execute())
	}
	titles := map[string]bool{}
	page := func(cursor string) ([]taskpact.Task, *http.Response, error) {
		request := tasks.ListTasks(alice, "me").Limit(50)
		if cursor != "" {
			request = request.Cursor(cursor)
		}
		return request.Execute()
	}
	for each, err := range taskpact.Each(page) {
		if err != nil {
			log.Fatal(err)
		}
		titles[each.Title] = true
	}
	check(len(titles) == 120, "paging through 120 tasks meets each")

	// A recurring task moves to its next date.
	rule := taskpact.NewRecurrenceInput("FREQ=MONTHLY")
	rule.SetMonthOverflow(taskpact.MONTHOVERFLOW_CLAMP)
	due := taskpact.NewDueInput()
	due.SetDate("2026-12-31")
	rent := taskpact.NewTaskCreation("Rent")
	rent.SetDue(*due)
	rent.SetRecurrence(*rule)
	recurring := must(tasks.CreateTask(alice, "me").TaskCreation(*rent).Execute())
	completion := taskpact.NewTaskCompletion()
	completion.SetCompleted(true)
	moved := must(tasks.CompleteTask(alice, "me", recurring.Id).TaskCompletion(*completion).Execute())
	check(!moved.Completed && moved.Due.Get().GetDate() == "2027-01-31", "a recurring task moves to its next date")

	// Bad input is a problem that names the field.
	problem = problemOf(tasks.CreateTask(alice, "me").TaskCreation(*taskpact.NewTaskCreation(" ")).Execute())
	check(problem.Status == 400 && problem.Errors[0].GetPointer() == "#/title", "bad input names the field")

	// Another user's path is forbidden.
	check(problemOf(tasks.ListTasks(bob, fmt.Sprint(me)).Execute()).Status == 403, "another user's path is forbidden")
}

func registered(client *taskpact.APIClient, name string) (context.Context, int64) {
	email := fmt.Sprintf("%s-%d@example.com", name, time.Now().UnixNano())
	registration := *taskpact.NewRegistration(email, "correct horse battery")
	registration.SetName(name)
	session := must(client.SessionsAPI.RegisterUser(context.Background()).Registration(registration).Execute())
	return context.WithValue(context.Background(), taskpact.ContextAccessToken, session.AccessToken), session.User.Id
}

func check(holds bool, what string) {
	if !holds {
		log.Output(2, "It is not so: "+what)
		os.Exit(1)
	}
}

func must[T any](answer T, _ *http.Response, err error) T {
	if err != nil {
		log.Output(2, err.Error())
		os.Exit(1)
	}
	return answer
}

func problemOf[T any](_ T, _ *http.Response, err error) *taskpact.Problem {
	problem := taskpact.ProblemOf(err)
	if problem == nil {
		log.Fatalf("It should have been refused with a problem, and it was: %v", err)
	}
	return problem
}
