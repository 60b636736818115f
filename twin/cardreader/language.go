package cardreader

import (
	_ "embed" // the prompts
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/forecourt/forecourt/twin/machine"
	"github.com/forecourt/forecourt/twin/strict"
)

//go:embed prompts.yaml
var promptFile []byte

// Language is one that a terminal speaks: two letters, as in tag 5F2D of a chip.
type Language string

// Languages lists them, in the order of the language key. The first is a terminal's own where its plan names none.
var Languages = []Language{"en", "de", "fr", "es", "nl"}

// prompt is a key of prompts.yaml.
type prompt string

const (
	insertCard   prompt = "insert-card"
	swipeCard    prompt = "swipe-card"
	tapCard      prompt = "tap-card"
	tapAgain     prompt = "tap-again"
	seePhone     prompt = "see-phone"
	oneCard      prompt = "one-card"
	chooseApp    prompt = "choose"
	enterPIN     prompt = "enter-pin"
	wrongPIN     prompt = "wrong-pin"
	takeCard     prompt = "remove-card"
	cardLeft     prompt = "card-left"
	cardKept     prompt = "card-kept"
	receiptAsked prompt = "receipt"
	noPaper      prompt = "no-paper"
	noReceipt    prompt = "no-receipt"
	outOfOrder   prompt = "out-of-order"
	pleaseWait   prompt = "please-wait"
	declined     prompt = "declined"
	cancelled    prompt = "cancelled"
	seeCashier   prompt = "see-cashier"
)

// allPrompts are what every language must have, and nothing else.
var allPrompts = []prompt{insertCard, swipeCard, tapCard, tapAgain, seePhone, oneCard, chooseApp, enterPIN, wrongPIN, takeCard, cardLeft,
	cardKept, receiptAsked, noPaper, noReceipt, outOfOrder, pleaseWait, declined, cancelled, seeCashier}

var texts = sync.OnceValue(func() map[Language]map[prompt]string {
	all, err := readPrompts("prompts.yaml", promptFile)
	if err != nil {
		panic("card reader: " + err.Error())
	}
	return all
})

// readPrompts reads a file of prompts: each language must have each prompt, and no other.
func readPrompts(name string, src []byte) (map[Language]map[prompt]string, error) {
	var root strict.Node
	if err := strict.Decode(name, src, &root); err != nil {
		return nil, err
	}
	all := map[Language]map[prompt]string{}
	var found strict.Errors
	for _, l := range root.Pairs() {
		lang := Language(l.Key.Text())
		if !slices.Contains(Languages, lang) {
			found = append(found, l.Key.Wrong(fmt.Sprintf("no terminal speaks '%s'", lang), ""))
		}
		all[lang] = map[prompt]string{}
		for _, p := range l.Value.Pairs() {
			key := prompt(p.Key.Text())
			if !slices.Contains(allPrompts, key) {
				found = append(found, p.Key.Wrong(fmt.Sprintf("there is no prompt '%s'", key), ""))
			}
			all[lang][key] = p.Value.Text()
		}
		for _, p := range allPrompts {
			if strings.TrimSpace(all[lang][p]) == "" {
				found = append(found, l.Key.Wrong(fmt.Sprintf("%s has no '%s'", lang, p), ""))
			}
		}
	}
	for _, lang := range Languages {
		if all[lang] == nil {
			found = append(found, root.Wrong(fmt.Sprintf("there is no '%s'", lang), ""))
		}
	}
	if len(found) > 0 {
		return nil, found
	}
	return all, nil
}

// show puts one of the terminal's own texts on its display.
func (r *Reader) show(env *machine.Env, p prompt) {
	env.Tell(Displayed{Prompt: string(p), Language: string(r.language), Text: texts()[r.language][p]})
}

// shown are the reasons for which the terminal has a text of its own.
var shown = map[string]prompt{
	"insert card": insertCard, "tap card": tapCard, "tap again": tapAgain, "see phone": seePhone, "one card only": oneCard,
	"terminal out of order": outOfOrder,
}

// translated says a text of the POS in the display's language, where it is one that the terminal knows.
func (r *Reader) translated(text string) string {
	for p, known := range texts()["en"] {
		if known == text {
			return texts()[r.language][p]
		}
	}
	return text
}

// nextLanguage takes the language key.
func (r *Reader) nextLanguage(env *machine.Env) {
	i := slices.Index(Languages, r.language)
	r.speak(env, Languages[(i+1)%len(Languages)])
	r.byKey = true
}

// speak changes the display's language. One that the terminal does not speak changes nothing.
func (r *Reader) speak(env *machine.Env, l Language) {
	if l == r.language || !slices.Contains(Languages, l) {
		return
	}
	r.language = l
	env.Tell(LanguageChosen{string(l)})
}
