package paypal

import (
	"net/http"

	"github.com/forecourt/forecourt/twin/forecourt"
)

// apiError is an error as the API tells it.
type apiError struct {
	status int
	// early: the request had not begun its work, so that its PayPal-Request-Id is not used up.
	early bool
	// worked: what the request changed stands all the same; else it is dropped.
	worked bool
	// event is told when the error leaves, beside refused.
	event forecourt.Event

	Name    string   `json:"name"`
	Message string   `json:"message"`
	DebugID string   `json:"debug_id"`
	Details []detail `json:"details,omitempty"`
	Links   []link   `json:"links"`
}

// detail names what is wrong. It never repeats a value: it might be a card's.
type detail struct {
	Field       string `json:"field,omitempty"`
	Location    string `json:"location,omitempty"`
	Issue       string `json:"issue"`
	Description string `json:"description"`
}

// Error returns name and issue.
func (e *apiError) Error() string { return e.Name + " " + e.code() }

// code is the issue, or the name where there is none.
func (e *apiError) code() string {
	if len(e.Details) > 0 {
		return e.Details[0].Issue
	}
	return e.Name
}

// names are the errors' names by status, with what is said of each.
var names = map[int][2]string{
	http.StatusBadRequest:            {"INVALID_REQUEST", "The request does not have the form it must have."},
	http.StatusUnauthorized:          {"AUTHENTICATION_FAILURE", "There is no access token with the request, or it is not good any more."},
	http.StatusNotFound:              {"RESOURCE_NOT_FOUND", "There is nothing by that name here."},
	http.StatusMethodNotAllowed:      {"METHOD_NOT_SUPPORTED", "The path has no such method."},
	http.StatusConflict:              {"RESOURCE_CONFLICT", "Another request works on the same thing."},
	http.StatusRequestEntityTooLarge: {"REQUEST_TOO_LARGE", "The body is too large."},
	http.StatusUnsupportedMediaType:  {"UNSUPPORTED_MEDIA_TYPE", "The body is not of a type that is read here."},
	http.StatusUnprocessableEntity:   {"UNPROCESSABLE_ENTITY", "The request is well formed, and what it asks cannot be done."},
	http.StatusInternalServerError:   {"INTERNAL_SERVER_ERROR", "The gateway cannot answer."},
	http.StatusServiceUnavailable:    {"SERVICE_UNAVAILABLE", "The gateway is off."},
}

func plain(status int) *apiError {
	n, ok := names[status]
	if !ok {
		n = names[http.StatusInternalServerError]
	}
	return &apiError{status: status, early: true, Name: n[0], Message: n[1], Links: []link{}}
}

// issue makes the error of an issue in the catalogue.
func issue(name string) *apiError { return issueAt(name, "") }

func issueAt(name, field string) *apiError {
	x, ok := catalogue[name]
	if !ok {
		panic("gateway: there is no issue " + name)
	}
	e := plain(x.status)
	e.early = x.early
	d := detail{Field: field, Issue: name, Description: x.says}
	if field != "" {
		d.Location = "body"
	}
	e.Details = []detail{d}
	return e
}

func missing(field string) *apiError { return issueAt("MISSING_REQUIRED_PARAMETER", field) }

// unfound is for an id in the path.
func unfound() *apiError { return issue("INVALID_RESOURCE_ID") }

// failing says that the request did its work, and what it changed stands.
func failing(name string) *apiError {
	e := issue(name)
	e.early, e.worked = false, true
	return e
}
