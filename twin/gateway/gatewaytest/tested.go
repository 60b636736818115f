package gatewaytest

import (
	"flag"
	"fmt"
	"net/http"
	"os"
	"sync"
	"testing"

	"github.com/forecourt/forecourt/twin/gateway"
)

// answered is how often each call was answered with a status below 400 by the running test binary.
var answered = struct {
	sync.Mutex
	calls map[string]int
}{calls: map[string]int{}}

// Watch returns the handler with the calls counted that it answers, for Main.
func Watch(calls []gateway.Call, h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		seen := &statusWriter{ResponseWriter: w, status: http.StatusOK}
		h.ServeHTTP(seen, r)
		for _, c := range calls {
			if _, ok := c.Match(r.URL.Path); ok && c.Method == r.Method && seen.status < http.StatusBadRequest {
				answered.Lock()
				answered.calls[c.Method+" "+c.Path]++
				answered.Unlock()
			}
		}
	})
}

type statusWriter struct {
	http.ResponseWriter
	status int
}

// WriteHeader implements http.ResponseWriter.
func (w *statusWriter) WriteHeader(status int) {
	w.status = status
	w.ResponseWriter.WriteHeader(status)
}

// Main runs the tests of a manner's package and ends the process. Where all of them ran and passed, it fails for every
// call that is served and that none of them had answered, if the table does not say why; for every one of which it says so
// in vain; and for every one that is answered though the table calls it missing.
func Main(m *testing.M, calls []gateway.Call) {
	code := m.Run()
	if code == 0 && everything() {
		for _, wrong := range untrue(calls) {
			fmt.Println("gatewaytest:", wrong)
			code = 1
		}
	}
	os.Exit(code)
}

// everything says that no flag has left tests out.
func everything() bool {
	for _, name := range []string{"run", "skip", "fuzz", "list", "bench"} {
		if f := flag.Lookup("test." + name); f != nil && f.Value.String() != "" {
			return false
		}
	}
	return !testing.Short() && flag.Lookup("test.fuzzworker").Value.String() != "true"
}

func untrue(calls []gateway.Call) (wrong []string) {
	answered.Lock()
	defer answered.Unlock()
	for _, c := range calls {
		name := c.Method + " " + c.Path
		switch n := answered.calls[name]; {
		case c.Missing != "" && n > 0:
			wrong = append(wrong, name+": the table says it is not served, and it is answered")
		case c.Missing == "" && c.Untested == "" && n == 0:
			wrong = append(wrong, name+": no test has it answered, and the table does not say why")
		case c.Untested != "" && n > 0:
			wrong = append(wrong, name+": the table says it is untested, and it is answered")
		}
	}
	return wrong
}
