package ptsfront_test

import (
	"crypto/md5"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/icholy/digest"

	"github.com/forecourt/forecourt/twin/chance"
	"github.com/forecourt/forecourt/twin/controller/desk"
	"github.com/forecourt/forecourt/twin/controller/desk/desktest"
	"github.com/forecourt/forecourt/twin/controller/ptsfront"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/loop"
	"github.com/forecourt/forecourt/twin/wire/pts"
)

const status1 = `{"Protocol":"jsonPTS","Packets":[{"Id":1,"Type":"PumpGetStatus","Data":{"Pump":1}}]}`

var anna = map[string]string{"anna": "secret"}

func guarded(t *testing.T, s ptsfront.Scheme) *rig {
	r := &rig{Rig: desktest.New(t, nil)}
	return r.serve(ptsfront.Config{Desk: r.Desk, Scheme: s, Users: anna, Chance: chance.New(1, "pts")})
}

// with posts a body under an Authorization header, and returns what came back.
func (r *rig) with(authorization string) (res *http.Response) {
	r.T.Helper()
	r.Loop.Go(forecourt.Role{Kind: "till"}, "post", func(f *loop.Fiber) {
		q, _ := http.NewRequestWithContext(loop.WithFiber(r.T.Context(), f), http.MethodPost, "http://pts"+pts.Path, strings.NewReader(status1))
		if authorization != "" {
			q.Header.Set("Authorization", authorization)
		}
		var err error
		if res, err = (&loop.Transport{Timeout: time.Minute}).RoundTrip(q); err != nil {
			r.T.Error(err)
		}
	})
	r.Run(300 * time.Millisecond)
	return res
}

// challenges asks without saying who, and returns the challenges by their scheme and algorithm.
func (r *rig) challenges() map[string]*digest.Challenge {
	r.T.Helper()
	return read(r.T, r.with(""))
}

func read(t *testing.T, res *http.Response) map[string]*digest.Challenge {
	t.Helper()
	if res.StatusCode != http.StatusUnauthorized {
		t.Fatalf("answered %d", res.StatusCode)
	}
	all := map[string]*digest.Challenge{}
	for _, h := range res.Header.Values("WWW-Authenticate") {
		if !digest.IsDigest(h) {
			all[h] = nil
			continue
		}
		c, err := digest.ParseChallenge(h)
		if err != nil {
			t.Fatal(err)
		}
		all[c.Algorithm] = c
	}
	return all
}

// header writes credentials by hand, with no library: RFC 7616 section 3.4.1.
func header(change func(map[string]string), algorithm, nonce string, count int) string {
	p := map[string]string{
		"username": "anna", "password": "secret", "realm": "PTS", "nonce": nonce, "uri": pts.Path, "algorithm": algorithm,
		"qop": "auth", "cnonce": "0a4f113b", "nc": fmt.Sprintf("%08x", count),
	}
	if change != nil {
		change(p)
	}
	hash := func(parts ...string) string {
		if strings.EqualFold(algorithm, "SHA-256") {
			sum := sha256.Sum256([]byte(strings.Join(parts, ":")))
			return hex.EncodeToString(sum[:])
		}
		sum := md5.Sum([]byte(strings.Join(parts, ":")))
		return hex.EncodeToString(sum[:])
	}
	response := hash(hash(p["username"], p["realm"], p["password"]), p["nonce"], p["nc"], p["cnonce"], p["qop"], hash("POST", p["uri"]))
	return fmt.Sprintf(`Digest username="%s", realm="%s", nonce="%s", uri="%s", algorithm=%s, qop=%s, nc=%s, cnonce="%s", response="%s"`,
		p["username"], p["realm"], p["nonce"], p["uri"], p["algorithm"], p["qop"], p["nc"], p["cnonce"], response)
}

func TestWhatIsAskedForFollowsTheScheme(t *testing.T) {
	for scheme, want := range map[ptsfront.Scheme][]string{
		ptsfront.Basic: {`Basic realm="PTS"`}, ptsfront.Digest: {"MD5", "SHA-256"}, ptsfront.Either: {"MD5", "SHA-256", `Basic realm="PTS"`},
	} {
		got := guarded(t, scheme).challenges()
		if len(got) != len(want) {
			t.Errorf("%s: %v", scheme, got)
		}
		for _, w := range want {
			if c, ok := got[w]; !ok || c != nil && (c.Realm != "PTS" || !c.SupportsQOP("auth") || len(c.Nonce) != 64 || c.Stale) {
				t.Errorf("%s asks %+v for %s", scheme, c, w)
			}
		}
	}
	if res := newRig(t, nil).with("Digest nonsense"); res.StatusCode != http.StatusOK {
		t.Errorf("where nobody is asked, it is answered %d", res.StatusCode)
	}
}

func TestADigestLetsAUserIn(t *testing.T) {
	for _, scheme := range []ptsfront.Scheme{ptsfront.Digest, ptsfront.Either} {
		for _, algorithm := range []string{"MD5", "SHA-256"} {
			r := guarded(t, scheme)
			nonce := r.challenges()[algorithm].Nonce
			for _, count := range []int{1, 2, 5, 3} { // one nonce serves many requests, which may overtake each other
				if res := r.with(header(nil, algorithm, nonce, count)); res.StatusCode != http.StatusOK {
					t.Errorf("%s %s, count %d: answered %d", scheme, algorithm, count, res.StatusCode)
				}
			}
			if r.Count("client-logged-on") != 1 {
				t.Error("the user was not logged on, once")
			}
		}
	}
	r := guarded(t, ptsfront.Either)
	r.user, r.password = "anna", "secret"
	if status, _ := r.post(status1); status != http.StatusOK {
		t.Errorf("Basic where either is allowed is answered %d", status)
	}
	r = guarded(t, ptsfront.Digest)
	r.user, r.password = "anna", "secret"
	if status, _ := r.post(status1); status != http.StatusUnauthorized {
		t.Errorf("Basic where only Digest is allowed is answered %d", status)
	}
}

func TestADigestIsTakenOnce(t *testing.T) {
	stale := func(r *rig, what, nonce string, count int) {
		t.Helper()
		c := read(t, r.with(header(nil, "MD5", nonce, count)))["MD5"]
		if !c.Stale || c.Nonce == nonce {
			t.Errorf("%s: %+v, want a new nonce for a stale one", what, c)
		}
		if res := r.with(header(nil, "MD5", c.Nonce, 1)); res.StatusCode != http.StatusOK {
			t.Errorf("%s: the new nonce is answered %d", what, res.StatusCode)
		}
	}
	r := guarded(t, ptsfront.Digest)
	nonce := r.challenges()["MD5"].Nonce
	r.with(header(nil, "MD5", nonce, 1))
	stale(r, "a replay", nonce, 1)
	r.with(header(nil, "MD5", nonce, 100))
	stale(r, "a count from long ago", nonce, 3)
	r.Run(6 * time.Minute)
	stale(r, "an old nonce", nonce, 200)
	stale(r, "a nonce of somebody else", strings.Repeat("ab", 32), 1)

	nonce = r.challenges()["MD5"].Nonce
	r.with(header(nil, "MD5", nonce, 1))
	if err := r.Loop.PowerOff(desk.Role); err != nil {
		t.Fatal(err)
	}
	r.Run(time.Second)
	_ = r.Loop.PowerOn(desk.Role)
	r.Run(time.Second)
	stale(r, "what was seen before a power cut", nonce, 1)
}

func TestAWrongDigestLetsNobodyIn(t *testing.T) {
	for what, change := range map[string]func(map[string]string){
		"a wrong password":     func(p map[string]string) { p["password"] = "guess" },
		"no such user":         func(p map[string]string) { p["username"] = "bob" },
		"no user, no password": func(p map[string]string) { p["username"], p["password"] = "", "" },
		"another realm":        func(p map[string]string) { p["realm"] = "elsewhere" },
		"another path":         func(p map[string]string) { p["uri"] = "/other" },
		"the body counted in":  func(p map[string]string) { p["qop"] = "auth-int" },
		"no count":             func(p map[string]string) { p["nc"] = "00000000" },
		"a negative count":     func(p map[string]string) { p["nc"] = "-0000001" },
		"no client's nonce":    func(p map[string]string) { p["cnonce"] = "" },
		"another algorithm":    func(p map[string]string) { p["algorithm"] = "SHA-512" },
	} {
		r := guarded(t, ptsfront.Digest)
		res := r.with(header(change, "MD5", r.challenges()["MD5"].Nonce, 1))
		if c := read(t, res)["MD5"]; c.Stale {
			t.Errorf("%s is called stale", what)
		}
		if r.Count("client-logged-on") != 0 {
			t.Errorf("%s has logged on", what)
		}
	}
}

func TestTheLibrarysClientLogsOn(t *testing.T) {
	r := guarded(t, ptsfront.Either)
	r.Loop.Go(forecourt.Role{Kind: "till"}, "post", func(f *loop.Fiber) {
		client := http.Client{Transport: &digest.Transport{Username: "anna", Password: "secret", Transport: &loop.Transport{}}}
		for range 3 {
			q, _ := http.NewRequestWithContext(loop.WithFiber(t.Context(), f), http.MethodPost, "http://pts"+pts.Path, strings.NewReader(status1))
			res, err := client.Do(q)
			if err != nil {
				t.Error(err)
				return
			}
			if b, _ := io.ReadAll(res.Body); res.StatusCode != http.StatusOK || !strings.Contains(string(b), "PumpIdleStatus") {
				t.Errorf("answered %d %s", res.StatusCode, b)
			}
		}
	})
	r.Run(10 * time.Second)
	if r.Count("client-logged-on") != 1 {
		t.Error("nobody has logged on")
	}
}

func TestNoncesComeFromTheSeed(t *testing.T) {
	first, again := guarded(t, ptsfront.Digest), guarded(t, ptsfront.Digest)
	one, two := first.challenges()["MD5"].Nonce, first.challenges()["MD5"].Nonce
	if one == two || one != again.challenges()["MD5"].Nonce {
		t.Errorf("%s and %s", one, two)
	}
}

func TestAFrontThatCannotAskIsRefused(t *testing.T) {
	r := desktest.New(t, nil)
	for _, cfg := range []ptsfront.Config{
		{}, {Desk: r.Desk, Scheme: "ntlm", Users: anna}, {Desk: r.Desk, Scheme: ptsfront.Basic}, {Desk: r.Desk, Scheme: ptsfront.Digest, Users: anna},
	} {
		if _, err := ptsfront.New(cfg); err == nil {
			t.Errorf("%+v is taken", cfg)
		}
	}
}

// FuzzAuthorization: no header stops the front, and none that does not know the password is let in.
func FuzzAuthorization(f *testing.F) {
	f.Add("Basic YW5uYTpndWVzcw==")
	f.Add(header(nil, "MD5", strings.Repeat("0", 64), 1))
	f.Add(`Digest username="anna`)
	f.Add(`digest nc=`)
	f.Fuzz(func(t *testing.T, authorization string) {
		r := desktest.New(t, nil)
		front, err := ptsfront.New(ptsfront.Config{Desk: r.Desk, Scheme: ptsfront.Either, Users: map[string]string{"anna": "a long password"}, Chance: chance.New(1, "pts")})
		if err != nil {
			t.Fatal(err)
		}
		q, _ := http.NewRequest(http.MethodPost, pts.Path, strings.NewReader(status1))
		q.Header.Set("Authorization", authorization)
		w := statusOnly{header: http.Header{}}
		front.Handler().ServeHTTP(&w, q)
		if w.status != http.StatusUnauthorized {
			t.Errorf("%q is answered %d", authorization, w.status)
		}
	})
}

type statusOnly struct {
	header http.Header
	status int
}

func (w *statusOnly) Header() http.Header         { return w.header }
func (w *statusOnly) WriteHeader(status int)      { w.status = status }
func (w *statusOnly) Write(b []byte) (int, error) { return len(b), nil }
