import { Component, DestroyRef, inject, signal } from '@angular/core';
import { RouterOutlet } from '@angular/router';
import { auth, error } from './auth';

@Component({
  selector: 'app-root',
  imports: [RouterOutlet],
  template: `
    <button id="sign-in" type="button" (click)="signIn()">Sign in</button>
    <p id="user">{{ user()?.name ?? 'nobody' }}</p>
    <button id="ask" type="button" (click)="ask()">Ask the server</button>
    <p id="answer">{{ answer() }}</p>
    <p role="alert">{{ error()?.hint }}</p>

    <router-outlet />
  `,
  styles: [],
})
export class App {
  protected readonly error = error;
  protected readonly user = signal(auth.getUser());
  protected readonly answer = signal('');

  constructor() {
    inject(DestroyRef).onDestroy(auth.subscribe(({ user }) => this.user.set(user)));
  }

  protected signIn() {
    return auth.loginWithRedirect();
  }

  protected async ask() {
    this.answer.set(String((await auth.getUserInfo()).name));
  }
}
