package main

import (
	"encoding/json"
	"net/http"
	"net/rpc"
	"os/exec"
	"strings"
	"sync"
	"time"

	"github.com/hashicorp/go-plugin"
)

type execution struct {
	Output   string    `json:"output"`
	Node     string    `json:"node_name"`
	Success  bool      `json:"success"`
	Finished time.Time `json:"finished_at"`
}

type job struct {
	asItCame   object
	executions []execution
}

// Jobs that its API was given: only that starts them.
type jobs struct {
	lock sync.Mutex
	all  map[string]*job
}

func (self *jobs) handle(node node, answer http.ResponseWriter, asked *http.Request) {
	self.lock.Lock()
	defer self.lock.Unlock()
	path := strings.Split(strings.TrimPrefix(asked.URL.Path, "/v1/jobs/"), "/")
	found, exists := self.all[path[0]]
	switch {
	case !exists:
		write(answer, 404, nil)
	case len(path) == 2 && path[1] == "executions":
		write(answer, 200, found.executions)
	case asked.Method == "DELETE":
		delete(self.all, path[0])
		write(answer, 200, found.asItCame)
	case asked.Method == "POST":
		done := node.run(found.asItCame)
		found.executions = append(found.executions, done)
		write(answer, 200, found.asItCame)
	default:
		write(answer, 200, found.asItCame)
	}
}

// The settings of a plugin are text, and nothing else.
func (self *jobs) create(answer http.ResponseWriter, asked *http.Request) {
	var made struct {
		Name       string                       `json:"name"`
		Config     map[string]string            `json:"executor_config"`
		Processors map[string]map[string]string `json:"processors"`
	}
	body := object{}
	text := json.NewDecoder(asked.Body)
	if err := text.Decode(&body); err != nil {
		write(answer, 400, err.Error())
		return
	}
	again, _ := json.Marshal(body)
	if err := json.Unmarshal(again, &made); err != nil || made.Name == "" {
		write(answer, 400, "no job")
		return
	}
	self.lock.Lock()
	defer self.lock.Unlock()
	self.all[made.Name] = &job{asItCame: body, executions: []execution{}}
	write(answer, 201, body)
}

// By a shell alone: another executor is there, and is asked for nothing.
func (self node) run(body object) execution {
	config, _ := body["executor_config"].(object)
	command, _ := config["command"].(string)
	done := execution{Node: self.name, Success: body["executor"] == "shell"}
	if !done.Success {
		done.Output = "executor not found"
		done.Finished = time.Now()
		return done
	}
	output, err := exec.Command("sh", "-c", command).CombinedOutput()
	done.Output, done.Success = string(output), err == nil
	processors, _ := body["processors"].(object)
	for name := range processors {
		// One that it lacks changes nothing, as with Dkron.
		if client, exists := self.plugins["processor-"+name]; exists {
			if err := process(client, &done.Output); err != nil {
				// A processor that fails ends Dkron.
				fatal(err)
			}
		}
	}
	done.Finished = time.Now()
	return done
}

func process(client *plugin.Client, output *string) error {
	protocol, err := client.Client()
	if err != nil {
		return err
	}
	raw, err := protocol.Dispense("processor")
	if err != nil {
		return err
	}
	return raw.(*rpc.Client).Call("Plugin.Process", *output, output)
}
