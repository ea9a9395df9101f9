;;; -*- lexical-binding: t -*-
;; Run by `cargo xtask editors`, after the configuration of docs/editor-setup.md, in a folder with the demo project.

(require 'flymake)
(setq eglot-sync-connect 20 eglot-confirm-server-initiated-edits nil)

(defun found ()
  "What Flymake shows in this buffer, one line for each finding."
  (mapconcat (lambda (diagnostic)
               (format "%d: %s" (line-number-at-pos (flymake-diagnostic-beg diagnostic))
                       (flymake-diagnostic-text diagnostic)))
             (flymake-diagnostics) "\n"))

(defun wait (text there)
  "Waits for TEXT in what is found, or for it to go if THERE is nil."
  (let ((rounds 0))
    (while (and (< rounds 400) (not (eq there (and (string-search text (found)) t))))
      (accept-process-output nil 0.05)
      (setq rounds (1+ rounds)))
    (unless (< rounds 400)
      (message "%s: %s; found is\n%s" (if there "not found" "still found") text (found))
      (kill-emacs 1))))

(find-file "cloud/eventgrid.bicep")
;; `eglot-ensure' waits for the first command, which nobody gives here.
(run-hooks 'post-command-hook)
(flymake-start)
(wait "42: aiolint [AIO211]: MQTT reaches Event Grid on port 8883 only" t)
(goto-char (point-min))
(forward-line 41)
(search-forward "host: ")
(let ((titles (mapcar (lambda (action) (plist-get action :title))
                      (eglot-code-actions (point) (line-end-position) "quickfix"))))
  (message "offered: %S" titles))
;; As `M-x eglot-code-action-quickfix' does by the keyboard, with the first that is offered.
(cl-letf (((symbol-function 'completing-read) (lambda (_prompt choices &rest _) (caar choices)))
          (last-nonmenu-event t))
  (eglot-code-actions (point) (line-end-position) "quickfix" t))
;; Eglot tells the server when nobody types for a while; here nobody ever does.
(eglot--signal-textDocument/didChange)
(wait "MQTT reaches Event Grid on port 8883 only" nil)
(save-buffer)
(kill-emacs 0)
